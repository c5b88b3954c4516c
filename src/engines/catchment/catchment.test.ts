import { describe, expect, it } from 'vitest';
import { buildCatchmentIndex, locate, type SchoolZone } from './catchment.ts';
import { checkLocation } from './check.ts';

type Answer = [result: string, ...schools: string[]];

/** Builds an index from `{ school: text }` and answers addresses shortly. */
function texts(zones: Record<string, string>, more: Partial<SchoolZone> = {}): (address: string) => Answer {
  const index = buildCatchmentIndex(
    Object.entries(zones).map(([school, zone]) => ({ schoolId: school, school, zone, ...more })),
  );
  return (address) => {
    const found = locate(index, { address });
    expect(checkLocation(index, address, found)).toEqual([]);
    return [found.result, ...found.schools.map(({ school }) => school)];
  };
}

describe('numbers', () => {
  const at = texts({
    甲: '桂香路2至104号的双号、枫坊街3—60号、棠川路105号之一至三、榆川路145号起单号。',
    乙: '桂香路单号（37号以下）、桂香路114—122号的双号、棠川路105号之五。',
  });

  it('decide by parity and range, ends included', () => {
    expect(at('桂香路2号')).toEqual(['matched', '甲']);
    expect(at('桂香路104号')).toEqual(['matched', '甲']);
    expect(at('桂香路37号')).toEqual(['matched', '乙']);
    expect(at('桂香路106号')).toEqual(['uncovered']);
    expect(at('桂香路39号')).toEqual(['uncovered']);
  });

  it('without a mark mean both parities', () => {
    expect(at('枫坊街4号')).toEqual(['matched', '甲']);
    expect(at('枫坊街5号')).toEqual(['matched', '甲']);
    expect(at('枫坊街61号')).toEqual(['uncovered']);
  });

  it('may be written in any way', () => {
    for (const address of [
      '桂香路１０４号',
      '桂香路一百零四号',
      '桂香路104-1号',
      '桂香路104号2栋1703房',
      '桂香路104号之二',
    ]) {
      expect(at(address), address).toEqual(['matched', '甲']);
    }
    expect(at('榆川路199号大院3号楼')).toEqual(['matched', '甲']);
  });

  it('of one house are told apart by 之', () => {
    expect(at('棠川路105号之二')).toEqual(['matched', '甲']);
    expect(at('棠川路105号之5－601')).toEqual(['matched', '乙']);
    expect(at('棠川路105号之四')).toEqual(['uncovered']);
    expect(at('棠川路105号')).toEqual(['uncovered']);
  });

  it('that are missing on a road that is given in part need a person', () => {
    expect(at('桂香路')).toEqual(['needs_map', '甲', '乙']);
  });
});

describe('a list', () => {
  const at = texts({
    甲: '海欣街1、2、4、5、6、8号；黄埔路（粤韵庭园、海景花园）；绢麻社区都市兰亭花园。',
    乙: '海欣街9—20号',
  });

  it('names only its members', () => {
    expect(at('海欣街6号')).toEqual(['matched', '甲']);
    expect(at('海欣街7号')).toEqual(['uncovered']);
    expect(at('黄埔路海景花园3栋')).toEqual(['matched', '甲']);
    expect(at('黄埔路500号')).toEqual(['uncovered']);
    expect(at('绢麻社区')).toEqual(['uncovered']);
    expect(at('都市兰亭花园5栋')).toEqual(['matched', '甲']);
  });

  it('that says 等 leaves the others to a person', () => {
    const open = texts({ 甲: '车坡北街（广氮新村、智景花园等）' });
    expect(open('车坡北街智景花园')).toEqual(['matched', '甲']);
    expect(open('车坡北街20号')).toEqual(['needs_map', '甲']);
  });
});

describe('names', () => {
  it('win by length', () => {
    const at = texts({
      甲: '远洋明珠、涂屋、先烈东路、沙河顶',
      乙: '远洋明珠大厦、上涂屋村、先烈东路西街、沙河顶新一街',
    });
    expect(at('远洋明珠大厦1201')).toEqual(['matched', '乙']);
    expect(at('远洋明珠3栋')).toEqual(['matched', '甲']);
    expect(at('上涂屋村18号')).toEqual(['matched', '乙']);
    expect(at('先烈东路西街5号')).toEqual(['matched', '乙']);
    expect(at('先烈东路5号')).toEqual(['matched', '甲']);
    expect(at('沙河顶新一街5号')).toEqual(['matched', '乙']);
  });

  it('are not found inside others that the texts do not know', () => {
    const at = texts({ 甲: '远洋明珠、涂屋、先烈东路、体育东路、中山大道、天河南二街' });
    for (const address of [
      '远洋明珠大厦1201',
      '下涂屋村3号',
      '先烈东路东街5号',
      '新体育东路5号',
      '中山大道西12号',
      '天河南二路25号',
    ]) {
      expect(at(address), address).toEqual(['uncovered']);
    }
  });

  it('may lack 小区 or 社区, have a place before them, or a dot', () => {
    const at = texts({ 甲: '宝翠园小区、南国·苹果园、鳌鱼岗社区、江南大道南社区' });
    expect(at('龙洞宝翠园3栋502')).toEqual(['matched', '甲']);
    expect(at('南国苹果园2座1101')).toEqual(['matched', '甲']);
    expect(at('鳌鱼岗5号')).toEqual(['matched', '甲']);
    expect(at('江南大道南123号')).toEqual(['uncovered']);
  });

  it('that are short or general count only with the place around them', () => {
    const at = texts({ 柯木小学: '凤凰街柯木经济发展公司属下的背坪、新村、大坪等三个经济社' });
    expect(at('凤凰街柯木背坪8号')).toEqual(['matched', '柯木小学']);
    expect(at('员村新村5号')).toEqual(['uncovered']);
    expect(at('大坪路5号')).toEqual(['uncovered']);
  });

  it('of lanes are the same in digits and in Chinese numerals', () => {
    const at = texts({ 甲: '沙河大街南1—5巷、花生寮一至十巷' });
    expect(at('沙河大街南三巷7号')).toEqual(['matched', '甲']);
    expect(at('花生寮7巷12号')).toEqual(['matched', '甲']);
    expect(at('花生寮十一巷12号')).toEqual(['uncovered']);
  });

  it('that the text or the city calls former find the place', () => {
    const index = buildCatchmentIndex(
      [{ schoolId: 'a', school: '甲', zone: '洪福大道（原建国路）1—99号、洪泽湖大道2—50号、原武墩镇王庄村' }],
      [{ former: '北京路', current: '洪泽湖大道' }],
    );
    for (const address of ['建国路7号', '北京路8号', '洪泽湖大道8号', '王庄村3组']) {
      expect(locate(index, { address }).result, address).toBe('matched');
    }
    expect(locate(index, { address: '北京南路8号' }).result).toBe('uncovered');
  });
});

describe('more than one text', () => {
  it('is an overlap when a road is given whole to one school and in part to another', () => {
    const at = texts({ 甲: '长福路', 乙: '长福路双号' });
    expect(at('长福路10号')).toEqual(['overlap', '甲', '乙']);
    expect(at('长福路11号')).toEqual(['matched', '甲']);
  });

  it('is an overlap when a house and the estate on it go to different schools', () => {
    expect(texts({ 甲: '林和路63号南粤阁', 乙: '林和路63号' })('林和路63号')).toEqual(['overlap', '甲', '乙']);
  });

  it('is told apart by the street office where communities are called alike', () => {
    const at = texts({ 甲: '凤阳街：①鹭江社区', 乙: '赤岗街：①鹭江社区的部分' });
    expect(at('凤阳街鹭江社区')).toEqual(['matched', '甲']);
    expect(at('凤阳街道鹭江社区')).toEqual(['matched', '甲']);
    expect(at('赤岗街鹭江社区')).toEqual(['needs_map', '乙']);
    expect(at('鹭江社区')).toEqual(['needs_map', '甲', '乙']);
  });

  it('lets the family choose where the text says so', () => {
    const index = buildCatchmentIndex([{ schoolId: 'a', school: '甲', zone: '能源路（双向选择，可以报读长兴小学）' }]);
    expect(locate(index, { address: '能源路3号' })).toMatchObject({ result: 'matched', orSchools: ['长兴小学'] });
  });
});

describe('exclusions', () => {
  const at = texts({
    甲: '岑村松岗大街（华南御景园、行云花园除外）、先烈路（62号除外）、天力居社区；（怡东楼除外）。',
    乙: '华观路（华南御景园小区）',
  });

  it('take the place out, and leave it to the school that names it', () => {
    expect(at('岑村松岗大街5号')).toEqual(['matched', '甲']);
    expect(at('岑村松岗大街华南御景园8栋')).toEqual(['matched', '乙']);
    expect(at('岑村松岗大街行云花园8栋')).toEqual(['uncovered']);
    expect(at('先烈路62号')).toEqual(['uncovered']);
    expect(at('先烈路64号')).toEqual(['matched', '甲']);
    expect(at('天力居社区怡东楼302房')).toEqual(['uncovered']);
    expect(at('天力居社区3栋')).toEqual(['matched', '甲']);
  });
});

describe('a short name', () => {
  it('stands for itself at the start of an address or right behind the district', () => {
    const at = texts({ 甲: '黄村、谭村、公园一号' });
    expect(at('黄村5号')).toEqual(['matched', '甲']);
    expect(at('天河区黄村5号')).toEqual(['matched', '甲']);
    expect(at('谭村二巷5号')).toEqual(['matched', '甲']);
    expect(at('公园一号3栋')).toEqual(['matched', '甲']);
    expect(at('公园二号3栋')).toEqual(['uncovered']);
    expect(at('黄村路5号')).toEqual(['uncovered']);
  });
});

describe('a place that one text takes out of a community', () => {
  it('stays with the school that has the whole community', () => {
    const at = texts({ 甲: '粤垦社区', 乙: '粤垦社区（除东棠路外）' });
    expect(at('粤垦社区东棠路4号')).toEqual(['matched', '甲']);
    expect(at('粤垦社区西棠路4号')).toEqual(['overlap', '甲', '乙']);
  });
});

describe('a campus of its own', () => {
  it('has what the other campus of the school leaves out', () => {
    const at = texts({ 甲: '水边街社区（时代花园除外）；水边街社区（只招时代花园）' });
    expect(at('水边街社区时代花园3栋')).toEqual(['matched', '甲']);
  });
});

describe('numerals in names', () => {
  it('may be written with 第, in digits or in Chinese', () => {
    const at = texts({ 甲: '朝阳一、二社区、东环街蔡一、蔡二、蔡三村、谢家庄村8社，13社、荔园住宅小区' });
    for (const address of ['朝阳第二社区', '朝阳2社区', '蔡二村3号', '东环街蔡3村', '谢家庄村13社', '荔园3栋']) {
      expect(at(`桂林区${address}`), address).toEqual(['matched', '甲']);
    }
    expect(at('谢家庄村9社')).toEqual(['uncovered']);
  });
});

describe('what only a map can tell', () => {
  const at = texts({
    甲: '珠江新城黄埔大道以南，临江大道以北，冼村路以西。环城西路（部分）、车公路南侧、桂香路1—9号。',
    乙: '冼村路以东，临江大道以北，桂香路以东。',
  });

  it('are boundary roads, cut areas, parts and sides', () => {
    expect(at('冼村路5号')).toEqual(['needs_map', '甲', '乙']);
    expect(at('珠江新城华夏路10号')).toEqual(['needs_map', '甲']);
    expect(at('环城西路10号')).toEqual(['needs_map', '甲']);
    expect(at('车公路10号')).toEqual(['needs_map', '甲']);
  });

  it('are not numbers that a text lists, though the road bounds another area', () => {
    expect(at('桂香路5号')).toEqual(['matched', '甲']);
    expect(at('桂香路11号')).toEqual(['needs_map', '乙']);
  });

  it('is not a road that no text mentions', () => {
    expect(at('软件路15号')).toEqual(['uncovered']);
  });
});

describe('another district', () => {
  it('is not covered, even by a road of the same name', () => {
    const at = texts({ 甲: '中山五路1—300号、锦绣南区' }, { district: '天河区' });
    expect(at('广州市天河区中山五路219号')).toEqual(['matched', '甲']);
    expect(at('中山五路219号')).toEqual(['matched', '甲']);
    expect(at('广州市越秀区中山五路219号')).toEqual(['uncovered']);
    expect(at('锦绣南区5栋')).toEqual(['matched', '甲']);
  });
});

describe('time and drawings', () => {
  it('a text counts from its first to its last day', () => {
    const index = buildCatchmentIndex([
      { schoolId: 'a', school: '甲', zone: '桂香路', effectiveTo: '2025-06-24' },
      { schoolId: 'b', school: '乙', zone: '桂香路', effectiveFrom: '2025-06-25' },
    ]);
    const on = (date: string): string[] =>
      locate(index, { address: '桂香路1号', on: date }).schools.map(({ school }) => school);
    expect(on('2025-06-24')).toEqual(['甲']);
    expect(on('2025-06-25')).toEqual(['乙']);
  });

  it('words that match one school decide before any drawing; a drawing decides what the words leave open', () => {
    const square = (x: number): SchoolZone['polygon'] => ({
      type: 'Polygon',
      coordinates: [
        [
          [x, 33],
          [x + 1, 33],
          [x + 1, 34],
          [x, 34],
          [x, 33],
        ],
      ],
    });
    const index = buildCatchmentIndex([
      { schoolId: 'a', school: '甲', zone: '桂香路1—99号；菊洲小区除外', polygon: square(118) },
      { schoolId: 'b', school: '乙', zone: '桂香路101—199号；兰岚小区', polygon: square(119) },
      { schoolId: 'c', school: '丙', zone: '兰岚小区', polygon: square(120) },
    ]);
    const at = (address: string, lng: number): string => {
      const { result, schools, decidedBy } = locate(index, { address, point: { lng, lat: 33.5 } });
      return `${result} ${schools.map(({ school }) => school).join('+')} ${decidedBy}`;
    };
    expect(at('桂香路3号', 119.5)).toBe('matched 甲 text');
    expect(at('荷溪路3号', 119.5)).toBe('matched 乙 map');
    expect(at('兰岚小区3栋', 120.5)).toBe('matched 丙 map');
    expect(at('兰岚小区3栋', 120)).toBe('overlap 乙+丙 map');
    // The words list two other schools: the drawing stands against them, and a person decides.
    expect(at('兰岚小区3栋', 118.5)).toBe('overlap 乙+丙 text');
    expect(at('菊洲小区3栋', 118.5)).toBe('needs_map 甲 map');
  });

  it('a point decides by the drawn catchments, and the words where it lies in none', () => {
    const square = (x: number): SchoolZone['polygon'] => ({
      type: 'Polygon',
      coordinates: [
        [
          [x, 33],
          [x + 1, 33],
          [x + 1, 34],
          [x, 34],
          [x, 33],
        ],
      ],
    });
    const index = buildCatchmentIndex([
      { schoolId: 'a', school: '甲', zone: '桂香路以西', polygon: square(118) },
      { schoolId: 'b', school: '乙', zone: '桂香路以东', polygon: square(119) },
    ]);
    const at = (lng: number): string => locate(index, { address: '桂香路1号', point: { lng, lat: 33.5 } }).result;
    expect(at(118.5)).toBe('matched');
    expect(at(119)).toBe('overlap');
    expect(at(121)).toBe('needs_map');
  });
});

describe('the words of the answer', () => {
  const index = buildCatchmentIndex([
    { schoolId: 'a', school: '甲校', zone: '桂香路2至104号的双号；天力居（怡东楼除外）' },
    { schoolId: 'b', school: '乙校', zone: '桂香路90号' },
  ]);
  const basis = (address: string): string => locate(index, { address }).basis;

  it('quote the text and say why', () => {
    expect(basis('桂香路38号')).toBe('“桂香路2至104号的双号”含38号');
    expect(basis('桂香路90号')).toBe('甲校列“桂香路2至104号的双号”；乙校列“桂香路90号”');
    expect(basis('桂香路39号')).toContain('号码不在所列之内');
    expect(basis('天力居怡东楼')).toContain('除外');
    expect(basis('软件路1号')).toBe('文本未列此地址');
  });
});
