// Seats of a simulation that differ from the season's plan, school by school.

import { InputNumber } from 'antd';
import { useRead } from '../../client/queries.ts';
import { usePolicyWords } from '../../texts/policies.ts';
import { DataTable, Loaded } from '../parts.tsx';

/** School id → seats instead of those of the plan. */
export type Seats = Readonly<Record<string, number>>;

export function SeatOverrides({
  seasonId,
  seats,
  change,
}: {
  seasonId: string;
  seats: Seats;
  change: (seats: Seats) => void;
}) {
  const { w } = usePolicyWords();
  const plan = useRead('GET /api/seasons/:id/plan', [{ params: { id: seasonId } }]);
  const set = (schoolId: string, planned: number, value: number | null) => {
    const { [schoolId]: _, ...rest } = seats;
    change(value === null || value === planned ? rest : { ...rest, [schoolId]: value });
  };
  return (
    <details className="seat-overrides" open={Object.keys(seats).length > 0}>
      <summary>{w('otherSeats', { n: Object.keys(seats).length })}</summary>
      <Loaded reading={plan}>
        {({ lines }) => (
          <DataTable
            rowKey="schoolId"
            size="small"
            pagination={false}
            dataSource={lines}
            columns={[
              { title: w('school'), dataIndex: 'schoolName' },
              { title: w('demand'), dataIndex: 'demand', align: 'right', width: 90 },
              { title: w('planned'), dataIndex: 'seats', align: 'right', width: 90 },
              {
                title: w('simulated'),
                align: 'right',
                width: 120,
                render: (_, line) => (
                  <InputNumber
                    aria-label={`${line.schoolName} ${w('simulated')}`}
                    min={0}
                    max={10_000}
                    value={seats[line.schoolId] ?? line.seats}
                    onChange={(value) => set(line.schoolId, line.seats, value)}
                  />
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </details>
  );
}
