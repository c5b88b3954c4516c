// Chooses the child and the season, and opens the draft.

import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useRead, useSend } from '../../client/queries.ts';
import { Button, ButtonLink, EmptyState, Loaded, Page, Refused } from '../../parts/basic.tsx';
import { Choice, Form } from '../../parts/form.tsx';
import { SecondGuardianWay } from '../SecondGuardianPage.tsx';
import { timeText } from '../../texts/dates.ts';
import { useTexts } from '../../texts/texts.ts';

export function BeginPage() {
  const { t, say, language } = useTexts();
  const [, go] = useLocation();
  const search = new URLSearchParams(useSearch());
  const [childId, setChild] = useState(search.get('child') ?? undefined);
  const [seasonId, setSeason] = useState(search.get('season') ?? undefined);
  const children = useRead('GET /api/children', []);
  const seasons = useRead('GET /api/seasons', []);
  const begin = useSend('POST /api/applications', ({ id }) => go(`/applications/${id}/edit/household`));
  return (
    <Page title={t.apply.chooseTitle} back="/tasks">
      <Loaded reading={children}>
        {(kids) =>
          kids.length === 0 ? (
            <EmptyState title={t.tasks.noChildren} words={t.tasks.noChildrenWords}>
              <ButtonLink to="/children/new">{t.tasks.addChild}</ButtonLink>
            </EmptyState>
          ) : (
            <Loaded reading={seasons}>
              {(all) => {
                const open = all.filter(({ phase }) => phase === 'registration' || phase === 'late_registration');
                if (open.length === 0) return <EmptyState title={t.apply.notOpen} words={t.apply.notOpenWords} />;
                const child = kids.length === 1 ? kids[0]?.id : childId;
                const season = open.length === 1 ? open[0]?.id : seasonId;
                return (
                  <Form
                    onSubmit={() => child && season && begin.mutate([{ body: { childId: child, seasonId: season } }])}
                  >
                    <Choice
                      label={t.apply.chooseChild}
                      options={kids.map((kid) => ({ value: kid.id, label: kid.name, about: kid.birthDate }))}
                      value={child}
                      onChange={setChild}
                    />
                    <Choice
                      label={t.apply.chooseSeason}
                      options={open.map((item) => ({
                        value: item.id,
                        label: say(item.name, item.nameEn),
                        about: `${say(item.districtName, item.districtNameEn)} · ${t.stages[item.stage]} · ${t.home.until} ${timeText(
                          item.phase === 'registration' ? item.registrationClosesAt : item.lateClosesAt,
                          language,
                        )}`,
                      }))}
                      value={season}
                      onChange={setSeason}
                    />
                    <Refused problem={begin.error} />
                    <SecondGuardianWay problem={begin.error} seasonId={season} />
                    <div className="actions">
                      <Button type="submit" busy={begin.isPending} disabled={!child || !season}>
                        {t.apply.begin}
                      </Button>
                    </div>
                  </Form>
                );
              }}
            </Loaded>
          )
        }
      </Loaded>
    </Page>
  );
}
