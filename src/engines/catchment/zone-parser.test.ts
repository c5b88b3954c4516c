import { describe, expect, it } from 'vitest';
import type { PlacePart } from './place-part.ts';
import { rangeWords } from './door-numbers.ts';
import { parseZone } from './zone-parser.ts';

/** A part in one line, so that a test reads like the text it tests. */
function line(part: PlacePart): string {
  const doors = part.doors ? ` [${part.doors.map((range) => rangeWords(range)).join(' ')}]` : '';
  const buildings = part.buildings ? ` 栋[${part.buildings.map((range) => rangeWords(range, '栋')).join(' ')}]` : '';
  const groups = part.groups ? ` 组[${part.groups.map((range) => rangeWords(range, '组')).join(' ')}]` : '';
  const also = part.alsoNamed.length > 0 ? ` =${part.alsoNamed.join('=')}` : '';
  const except = part.except.length > 0 ? ` 除(${part.except.map(line).join('、')})` : '';
  return part.name + doors + buildings + groups + also + except;
}

function places(text: string): string[] {
  return parseZone(text).places.map(line);
}

describe('roads with numbers', () => {
  it('take a range without a mark as both parities', () => {
    expect(places('桂香街3—60号。')).toEqual(['桂香街 [3—60号]']);
  });

  it('take the mark before, behind, in brackets, or after 的', () => {
    const odd = ['桂香路 [1—99号（单号）]'];
    for (const text of ['桂香路单号1—99号', '桂香路1—99号单号', '桂香路1—99号（单号）', '桂香路1至99号的单号']) {
      expect(places(text)).toEqual(odd);
    }
    expect(places('桂香路（1号—99号的单号）')).toEqual(odd);
    expect(places('桂香路单号（1—99号）')).toEqual(odd);
  });

  it('keep two marked ranges apart', () => {
    expect(places('桂香路单号（9—91号）双号（20—50号）')).toEqual(['桂香路 [9—91号（单号） 20—50号（双号）]']);
    expect(places('桂香路1—17号单号、2—42号双号')).toEqual(['桂香路 [1—17号（单号） 2—42号（双号）]']);
    expect(places('桂香路双号450号—910号和单号559号—725号')).toEqual(['桂香路 [450—910号（双号） 559—725号（单号）]']);
  });

  it('let one mark at the end stand for all ranges of the list that have this parity', () => {
    expect(places('桂香大街2—22、34-56、60-68号（双号）')).toEqual([
      '桂香大街 [2—22号（双号） 34—56号（双号） 60—68号（双号）]',
    ]);
    expect(places('桂香街2-24号（双号）、1-25、37号（单号）')).toEqual(['桂香街 [2—24号（双号） 1—25号（单号） 37号]']);
  });

  it('believe the mark even where the ends have the other parity', () => {
    expect(places('桂香北路78—84号（单号）')).toEqual(['桂香北路 [78—84号（单号）]']);
  });

  it('read open ranges with the number itself inside', () => {
    expect(places('桂香路145号起单号')).toEqual(['桂香路 [145号起（单号）]']);
    expect(places('桂香路单号（37号以下）')).toEqual(['桂香路 [37号以下（单号）]']);
    expect(places('桂香路：242号（含此号）后的双数门牌')).toEqual(['桂香路 [242号起（双号）]']);
  });

  it('read a whole side of a road', () => {
    expect(places('桂香路双号、枫坊路单号')).toEqual(['桂香路 [双号]', '枫坊路 [单号]']);
  });

  it('read 之一 and its lists', () => {
    expect(places('桂香路105号之一、之二、之三')).toEqual(['桂香路 [105号之1 105号之2 105号之3]']);
    expect(places('桂香路111号之一至四')).toEqual(['桂香路 [111号之1至4]']);
    expect(places('桂香路11号之一、二、三')).toEqual(['桂香路 [11号之1至3]']);
    expect(places('石鼓岭4号—24号之三')).toEqual(['石鼓岭 [4—24号之3]']);
    expect(places('桂香路3号（之一）')).toEqual(['桂香路 [3号之1]']);
  });

  it('read a courtyard with the numbers in it', () => {
    expect(places('桂香路2号大院（6—10号、14—18号）')).toEqual(['桂香路 [2号之6至10 2号之14至18]']);
  });

  it('give numbers after a comma to the road before, and names after numbers to the place there', () => {
    expect(places('桂香路5号、7号、9—13号蓝天宿舍、枫坊街。')).toEqual(['桂香路 [5号 7号 9—13号] =蓝天宿舍', '枫坊街']);
    expect(places('桂香路233号明珠广场')).toEqual(['桂香路 [233号] =明珠广场']);
  });

  it('give the unit behind the last number of a list to all', () => {
    expect(places('万福路18、20、22幢')).toEqual(['万福路 栋[18栋 20栋 22栋]']);
    expect(places('桂香路105号1—11栋')).toEqual(['桂香路 [105号] 栋[1—11栋]']);
  });
});

describe('lanes', () => {
  it('are written out from ranges and lists, in digits and in Chinese numerals', () => {
    expect(places('花生寮一至三巷')).toEqual(['花生寮1巷', '花生寮2巷', '花生寮3巷']);
    expect(places('桂香大街南1—2巷')).toEqual(['桂香大街南1巷', '桂香大街南2巷']);
    expect(places('培元一、二横路')).toEqual(['培元1横路', '培元2横路']);
    expect(places('和平一巷、二巷')).toEqual(['和平一巷', '和平2巷']);
  });

  it('take the stem from the place before them, numbered or not', () => {
    expect(places('天平架1—45号、二巷')).toEqual(['天平架 [1—45号]', '天平架2巷']);
  });

  it('are written out from directions too', () => {
    expect(places('东华市场东、南、北街')).toEqual(['东华市场东街', '东华市场南街', '东华市场北街']);
  });
});

describe('what stands in brackets', () => {
  it('is the only member of a road, and another name of an estate', () => {
    expect(places('桂香路（蓝天花园、白云苑）')).toEqual(['蓝天花园', '白云苑']);
    expect(places('蓝天花园（凯旋公馆）')).toEqual(['蓝天花园 =凯旋公馆']);
  });

  it('is the address of an estate, which counts as well', () => {
    expect(places('明珠府（桂香路98—100号）')).toEqual(['桂香路 [98—100号]', '明珠府']);
  });

  it('keeps the holder, not the member, where 包括 stands before', () => {
    expect(places('吉水村范围（包括桂香街、枫坊街）；')).toEqual(['桂香街', '枫坊街', '吉水村']);
  });

  it('says in 等 that the list goes on', () => {
    const { places: parts } = parseZone('桂香北街（蓝天新村、白云花园等）');
    expect(parts.map(line)).toEqual(['蓝天新村', '白云花园', '桂香北街']);
    expect(parts.at(-1)?.open).toBe('等');
  });

  it('can be a former name, a choice between schools, or a remark', () => {
    expect(parseZone('洪福大道（原北京路）').places[0]?.formerly).toEqual(['北京路']);
    expect(parseZone('桂香路（双向选择，可以报读长兴小学）').places[0]?.orSchools).toEqual(['长兴小学']);
    expect(parseZone('桂香路（18、20空号）')).toMatchObject({ remarks: ['18、20空号'] });
  });

  it('never closes: a lost bracket is read as a separator', () => {
    expect(places('桂香路（蓝天花园、枫坊街')).toEqual(['桂香路', '蓝天花园', '枫坊街']);
  });
});

describe('what is taken out', () => {
  it('belongs to the place before the bracket', () => {
    expect(places('松岗大街（御景园、行云花园除外）')).toEqual(['松岗大街 除(御景园、行云花园)']);
    expect(places('桂香路（2号除外）')).toEqual(['桂香路 除(桂香路 [2号])']);
    expect(places('粤垦社区（除东棠庄路及春晖苑外）')).toEqual(['粤垦社区 除(东棠庄路、春晖苑)']);
    expect(places('南村社区居委（不含时代倾城）')).toEqual(['南村社区居委 除(时代倾城)']);
    expect(places('西元岗（一、二巷除外）')).toEqual(['西元岗 除(西元岗1巷、西元岗2巷)']);
  });

  it('belongs to the whole text where the bracket stands alone', () => {
    const reading = parseZone('东岸社区；雅康社区；（天河广场、名康花园除外）。');
    expect(reading.except.map(line)).toEqual(['天河广场', '名康花园']);
  });
});

describe('places within places', () => {
  it('come from a run of words, a colon, a bracket or 属下的', () => {
    const within = (text: string): (readonly string[])[] => parseZone(text).places.map((part) => part.within);
    expect(within('绢麻社区都市兰亭花园')).toEqual([['绢麻社区']]);
    expect(within('赤岗街：①竹园社区；②赤塘社区；江海街：①金影社区')).toEqual([['赤岗街'], ['赤岗街'], ['江海街']]);
    expect(within('兴华街（鳌鱼岗社区、燕塘社区）')).toEqual([['兴华街'], ['兴华街']]);
    expect(within('白鹤街·鹤洞社区')).toEqual([['白鹤街']]);
    expect(within('凤凰街柯木经济发展公司属下的欧岗、新欣等二个经济社')).toEqual([['凤凰街', '柯木经济发展公司'], []]);
  });

  it('do not cut a road in two where its name only goes on', () => {
    expect(places('先烈东路西街、沙河大街东一巷、岑村东街、员村二横路')).toEqual([
      '先烈东路西街',
      '沙河大街东一巷',
      '岑村东街',
      '员村二横路',
    ]);
  });
});

describe('parts that need a map', () => {
  it('are those of which the words give only a part or a side', () => {
    for (const text of ['赤塘社区的部分', '环城西路（部分）', '车公路南侧', '吉水村（桂香大道以北）']) {
      expect(parseZone(text).places[0]?.partial, text).toBeDefined();
    }
  });

  it('keep the group of a village that a line cuts', () => {
    expect(places('原武墩镇王庄村8组淮海南路以西区域')).toEqual(['王庄村 组[8组]']);
    expect(parseZone('原武墩镇王庄村8组淮海南路以西区域').places[0]?.partial).toContain('淮海南路以西');
  });
});

describe('boxes between roads', () => {
  const box = (text: string): string[] =>
    parseZone(text).boxes.map(({ bounds, within }) =>
      `${bounds.map((one) => one.line + one.areaLies).join(' ')} ${within.join('/')}`.trim(),
    );

  it('are read from 以南 and from 南至, which mean the same', () => {
    expect(box('大运河以南，淮海南路以西。')).toEqual(['大运河south 淮海南路west']);
    expect(box('北至大运河，东至淮海南路。')).toEqual(['大运河south 淮海南路west']);
  });

  it('know the area that is cut', () => {
    expect(box('城南街道辖区内，大运河以南、北京南路以西区域')).toEqual(['大运河south 北京南路west 城南街道']);
    expect(box('珠江新城黄埔大道以南，临江大道以北')).toEqual(['黄埔大道south 临江大道north 珠江新城']);
    expect(box('粤垦路以南、禺东路以东范围内的五山街')).toEqual(['粤垦路south 禺东路east 五山街']);
  });

  it('share a side between roads that are listed before it', () => {
    expect(box('天寿路、天河东路以东，广园路以南，五山路以西')).toEqual([
      '天河东路east 广园路south 五山路west 天寿路east',
    ]);
  });

  it('may be several', () => {
    expect(box('（1）东至幸福路，西至黄河；（2）东至黄河，西至发展大道。')).toEqual([
      '幸福路west 黄河east',
      '黄河west 发展大道east',
    ]);
  });

  it('give former names of their lines and what they leave out', () => {
    const [one] = parseZone('南至浔河路，北至洪泽湖大道（原北京路），（不含湖滨小区）').boxes;
    expect(one?.bounds[1]?.formerly).toEqual(['北京路']);
    expect(one?.except.map(line)).toEqual(['湖滨小区']);
  });

  it('leave the places that follow 包括 as places of their own', () => {
    const reading = parseZone('德兴路及德兴路以东、盛泰路以西范围内包括东方花园、东兴园1至6幢');
    expect(reading.places.map(line)).toEqual(['德兴路', '东方花园', '东兴园 栋[1—6栋]']);
    expect(reading.boxes).toHaveLength(1);
  });
});

describe('words that are no places', () => {
  it('are kept as remarks', () => {
    expect(parseZone('详见附件3（某校招生方案）。')).toMatchObject({ places: [], notUnderstood: [] });
    expect(parseZone('碧桂园符合“人户一致”条件的适龄儿童。').remarks).toEqual(['符合“人户一致”条件的适龄儿童']);
    expect(places('沙头街南双玉村户籍的适龄儿童。')).toEqual(['南双玉村']);
  });

  it('are reported where nobody can tell what they belong to', () => {
    expect(parseZone('719—729单号；').notUnderstood).toEqual(['719—729']);
  });
});

describe('the language of further districts', () => {
  it('招收居住在 and 符合政策的适龄儿童 are about people', () => {
    expect(places('招收居住在桂香路1-9号（单号）、碧兰轩符合政策的适龄儿童。')).toEqual([
      '桂香路 [1—9号（单号）]',
      '碧兰轩',
    ]);
  });

  it('只招, 只限 and 仅限 leave only what they list', () => {
    expect(places('大金钟社区（只招广园路633号大院）、田心社区（只限金域府小区）')).toEqual([
      '广园路 [633号]',
      '金域府小区',
    ]);
    expect(parseZone('机场社区（只招机场路以东）').places[0]?.partial).toBeDefined();
  });

  it('街属 puts what follows in the street office', () => {
    expect(parseZone('均禾街属鸿图居委').places[0]).toMatchObject({ name: '鸿图居委', within: ['均禾街'] });
  });

  it('names of campuses before a colon are no places', () => {
    expect(places('本部、南校区：桂香社区\n北校区：枫坊社区')).toEqual(['桂香社区', '枫坊社区']);
  });

  it('lists of villages, communities and phases are written out', () => {
    expect(places('港湾一、二村；朝阳一、二社区；星汇花园一期、二期；潭岗南、北居委')).toEqual([
      '港湾1村',
      '港湾2村',
      '朝阳1社区',
      '朝阳2社区',
      '星汇花园1期',
      '星汇花园2期',
      '潭岗南居委',
      '潭岗北居委',
    ]);
  });

  it('both sides of a road are the whole road, and 止 closes a range', () => {
    expect(places('丰乐路单、双门牌号')).toEqual(['丰乐路']);
    expect(places('大沙路双门牌号142号止')).toEqual(['大沙路 [142号以下（双号）]']);
  });

  it('schools that take a place only when seats are left do not have it in their catchment', () => {
    expect(places('罗兰社区。学位有余量的情况下接受雪山小区符合政策的适龄儿童备选。')).toEqual(['罗兰社区']);
  });
});
