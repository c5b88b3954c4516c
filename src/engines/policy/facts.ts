// The standard facts about a family that every policy can test; what must not be collected is not among them.

import type { FactsOf, FactSchema, Provenance, Words } from './fact-schema.ts';

function words(zh: string, en: string): Words {
  return { zh, en };
}

/** How a person is related to the child. */
const RELATIONS = {
  self: words('本人', 'the child'),
  father: words('父亲', 'father'),
  mother: words('母亲', 'mother'),
  stepparent: words('继父母', 'stepparent'),
  adoptive_parent: words('养父母', 'adoptive parent'),
  guardian: words('其他法定监护人', 'other legal guardian'),
  paternal_grandparent: words('祖父母', 'paternal grandparent'),
  maternal_grandparent: words('外祖父母', 'maternal grandparent'),
  great_grandparent: words('曾祖父母或外曾祖父母', 'great-grandparent'),
  sibling: words('兄弟姐妹', 'sibling'),
  relative: words('其他亲属', 'other relative'),
  other: words('非亲属', 'not related'),
} as const;

const STAGES = { primary: words('小学', 'primary'), junior: words('初中', 'junior secondary') } as const;

const HOUSEHOLD_KINDS = {
  family: words('家庭户', 'family household'),
  collective: words('集体户', 'collective household'),
  none: words('无户口', 'not registered'),
} as const;

const NATIONALITIES = {
  mainland: words('中国（内地）', 'mainland China'),
  hong_kong: words('中国香港', 'Hong Kong, China'),
  macao: words('中国澳门', 'Macao, China'),
  taiwan: words('中国台湾', 'Taiwan, China'),
  overseas_chinese: words('华侨', 'overseas Chinese'),
  foreign: words('外国籍', 'foreign'),
} as const;

/**
 * The standard facts. Sources are those of 教育入学一件事: which department owns which item.
 * Every fact is optional; a policy may declare more.
 */
export const STANDARD_FACTS = {
  child: {
    type: 'object',
    label: words('孩子', 'child'),
    fields: {
      birthDate: { type: 'date', label: words('孩子出生日期', 'date of birth'), source: 'birth' },
      sex: {
        type: 'code',
        label: words('孩子性别', 'sex'),
        values: { male: words('男', 'male'), female: words('女', 'female') },
        source: 'household',
      },
      nationality: {
        type: 'code',
        label: words('孩子国籍或地区', 'nationality or region'),
        values: NATIONALITIES,
        source: 'household',
      },
      household: {
        type: 'object',
        label: words('孩子户籍', 'household registration'),
        source: 'household',
        fields: {
          district: { type: 'text', label: words('孩子户籍所在区县', 'district of registration') },
          address: { type: 'text', label: words('孩子户籍地址', 'registered address') },
          school: {
            type: 'text',
            label: words('孩子户籍地址的施教区学校', 'catchment school of the registered address'),
          },
          kind: { type: 'code', label: words('孩子户口类别', 'kind of registration'), values: HOUSEHOLD_KINDS },
          booklet: { type: 'text', label: words('孩子户口簿编号', 'booklet number') },
          householder: { type: 'code', label: words('户主与孩子的关系', 'householder'), values: RELATIONS },
          movedIn: { type: 'date', label: words('孩子户口迁入日期', 'date moved in') },
          sinceBirth: { type: 'bool', label: words('孩子户口自出生落户且从未迁移', 'registered there since birth') },
        },
      },
      deferredBefore: {
        type: 'bool',
        label: words('孩子已经缓学过一次', 'entry was deferred before'),
        // The bureau that defers knows it itself; no other department is asked.
        source: '教育行政部门缓学决定',
      },
      recordDistrict: {
        type: 'text',
        label: words('孩子学籍所在区县', 'district of the student record'),
        source: 'student_record',
      },
      primarySchool: {
        type: 'object',
        label: words('孩子就读小学', 'primary school'),
        source: 'student_record',
        fields: {
          id: { type: 'text', label: words('孩子毕业小学', 'primary school') },
          district: { type: 'text', label: words('孩子毕业小学所在区县', 'district of the primary school') },
          graduated: { type: 'bool', label: words('孩子小学毕业', 'finishes primary school') },
          attendedFrom: { type: 'date', label: words('孩子在该小学就读的起始日期', 'attended since') },
          assignedSchool: {
            type: 'text',
            label: words('毕业小学对口的初中', 'junior school assigned to that primary'),
          },
          nineYear: { type: 'bool', label: words('孩子就读九年一贯制学校', 'attends a nine-year school') },
        },
      },
      preSchool: {
        type: 'bool',
        label: words('孩子受过学前教育', 'attended pre-school'),
        informative: true,
      },
    },
  },
  guardians: {
    type: 'list',
    label: words('监护人', 'guardians'),
    fields: {
      relation: { type: 'code', label: words('监护人与孩子的关系', 'relation'), values: RELATIONS, source: 'birth' },
      nationality: { type: 'code', label: words('监护人国籍或地区', 'nationality or region'), values: NATIONALITIES },
      household: {
        type: 'object',
        label: words('监护人户籍', 'household registration'),
        source: 'household',
        fields: {
          district: { type: 'text', label: words('监护人户籍所在区县', 'district of registration') },
          address: { type: 'text', label: words('监护人户籍地址', 'registered address') },
          school: {
            type: 'text',
            label: words('监护人户籍地址的施教区学校', 'catchment school of the registered address'),
          },
          kind: { type: 'code', label: words('监护人户口类别', 'kind of registration'), values: HOUSEHOLD_KINDS },
          booklet: { type: 'text', label: words('监护人户口簿编号', 'booklet number') },
          movedIn: { type: 'date', label: words('监护人户口迁入日期', 'date moved in') },
        },
      },
      sameBooklet: {
        type: 'bool',
        label: words('监护人与孩子同一户口簿', 'same booklet as the child'),
        source: 'household',
      },
      hasCustody: { type: 'bool', label: words('孩子由该监护人抚养', 'has custody'), source: 'civil_affairs' },
      ownsHome: { type: 'bool', label: words('监护人名下有住房', 'owns a home'), source: 'property' },
      onMilitaryService: {
        type: 'bool',
        label: words('监护人现役军人', 'on military service'),
        source: '退役军人事务或部队',
      },
      overseas: { type: 'bool', label: words('监护人在国（境）外', 'abroad'), source: '家长申报' },
    },
  },
  dwelling: {
    type: 'object',
    label: words('住房', 'dwelling'),
    source: 'property',
    fields: {
      kind: {
        type: 'code',
        label: words('住房类型', 'kind of dwelling'),
        values: {
          owned: words('自有产权住房', 'owned'),
          mortgaged_contract: words('已备案购房合同（未办证）', 'filed purchase contract'),
          rented: words('租赁住房', 'rented'),
          public_rental: words('公共租赁住房', 'public rental'),
          self_built: words('自建房', 'self-built'),
          unit: words('单位住房', 'housing of the employer'),
          military: words('军产房', 'military housing'),
          collective: words('集体产权住房', 'collectively owned'),
          demolition: words('拆迁安置（未交付或未办证）', 'demolition resettlement'),
          none: words('无', 'none'),
        },
      },
      district: { type: 'text', label: words('住房所在区县', 'district of the dwelling') },
      address: { type: 'text', label: words('住房地址', 'address of the dwelling') },
      school: { type: 'text', label: words('住房的施教区学校', 'catchment school of the dwelling') },
      schools: {
        type: 'list',
        of: 'text',
        label: words('住房可选的施教区学校（双选区等）', 'catchment schools to choose from'),
      },
      owners: {
        type: 'list',
        label: words('住房产权人', 'owners'),
        fields: {
          relation: { type: 'code', label: words('产权人与孩子的关系', 'owner’s relation'), values: RELATIONS },
          share: { type: 'int', label: words('产权份额', 'share'), unit: 'ten_thousandths' },
        },
      },
      certificateNumber: { type: 'text', label: words('不动产权证号', 'certificate number') },
      certificateDate: { type: 'date', label: words('不动产权证登记日期', 'certificate date') },
      contractNumber: { type: 'text', label: words('购房合同备案号', 'contract filing number') },
      contractDate: { type: 'date', label: words('购房合同备案日期', 'contract filing date') },
      leaseNumber: { type: 'text', label: words('租赁备案号', 'lease filing number'), source: 'lease' },
      leaseFiledOn: { type: 'date', label: words('租赁备案日期', 'lease filing date'), source: 'lease' },
      leaseFrom: { type: 'date', label: words('租期起始日期', 'lease from'), source: 'lease' },
      leaseTo: { type: 'date', label: words('租期截止日期', 'lease to'), source: 'lease' },
      livedInSince: { type: 'date', label: words('实际居住起始日期', 'lived in since'), source: '入户调查' },
      onlyHome: { type: 'bool', label: words('家庭唯一住房', 'the family’s only home') },
      residential: { type: 'bool', label: words('房屋用途为住宅', 'residential use') },
      seatUses: {
        type: 'list',
        label: words('该住房的学位使用记录', 'seats used by this dwelling'),
        source: 'student_record',
        fields: {
          school: { type: 'text', label: words('使用学位的学校', 'school') },
          stage: { type: 'code', label: words('使用学位的学段', 'stage'), values: STAGES },
          enteredOn: { type: 'date', label: words('使用学位的入学日期', 'entered on') },
          consumer: {
            type: 'code',
            label: words('使用学位者的居住身份', 'consumer'),
            values: { owner: words('产权人家庭', 'owner'), tenant: words('承租人家庭', 'tenant') },
          },
          sameFamily: { type: 'bool', label: words('使用学位者为同一监护人的孩子', 'child of the same guardians') },
          attended: { type: 'bool', label: words('使用学位者实际入读', 'did attend') },
          leftOn: { type: 'date', label: words('使用学位者离校日期', 'left on') },
        },
      },
    },
  },
  settlements: {
    type: 'list',
    label: words('落户居住时段', 'periods of settled residence'),
    source: 'household',
    fields: {
      zone: { type: 'text', label: words('落户居住的片区', 'zone') },
      address: { type: 'text', label: words('落户居住的地址', 'address') },
      from: { type: 'date', label: words('落户居住起始日期', 'from') },
      to: { type: 'date', label: words('落户居住截止日期', 'to') },
    },
  },
  residencePermit: {
    type: 'object',
    label: words('居住证', 'residence permit'),
    source: 'residence_permit',
    fields: {
      district: { type: 'text', label: words('居住证所在区县', 'district of the permit') },
      address: { type: 'text', label: words('居住证地址', 'address of the permit') },
      firstIssued: { type: 'date', label: words('居住证首次签发日期', 'first issued') },
      continuousSince: { type: 'date', label: words('居住证连续有效起始日期', 'continuous since') },
      validUntil: { type: 'date', label: words('居住证有效期截止日期', 'valid until') },
    },
  },
  work: {
    type: 'object',
    label: words('监护人就业', 'guardian’s work'),
    fields: {
      kind: {
        type: 'code',
        label: words('就业方式', 'kind of work'),
        values: {
          labour_contract: words('劳动合同', 'labour contract'),
          business_licence: words('营业执照', 'business licence'),
          other: words('其他就业证明', 'other proof'),
        },
        source: '家长申报',
      },
      district: { type: 'text', label: words('就业所在区县', 'district of work'), source: 'social_insurance' },
      employer: {
        type: 'text',
        label: words('就业单位统一社会信用代码', 'employer’s credit code'),
        source: 'social_insurance',
      },
      since: { type: 'date', label: words('就业起始日期', 'working since'), source: 'social_insurance' },
      licenceNumber: { type: 'text', label: words('营业执照号', 'licence number'), source: 'business_licence' },
      licenceSince: { type: 'date', label: words('营业执照成立日期', 'licence since'), source: 'business_licence' },
      licenceActive: { type: 'bool', label: words('营业执照存续', 'licence active'), source: 'business_licence' },
      insurance: {
        type: 'list',
        label: words('社会保险缴费月份', 'insurance months'),
        source: 'social_insurance',
        fields: {
          month: { type: 'month', label: words('缴费所属月份', 'month') },
          kind: {
            type: 'code',
            label: words('险种', 'kind of insurance'),
            values: {
              pension: words('养老保险', 'pension'),
              medical: words('医疗保险', 'medical'),
              unemployment: words('失业保险', 'unemployment'),
              injury: words('工伤保险', 'injury'),
              maternity: words('生育保险', 'maternity'),
            },
          },
          employer: { type: 'text', label: words('缴费单位', 'employer') },
          district: { type: 'text', label: words('参保区县', 'district of insurance') },
          backPaid: { type: 'bool', label: words('补缴', 'paid in arrears') },
        },
      },
      payingNow: { type: 'bool', label: words('当前处于缴费状态', 'in payment now'), source: 'social_insurance' },
    },
  },
  siblings: {
    type: 'list',
    label: words('兄弟姐妹', 'siblings'),
    source: 'student_record',
    fields: {
      school: { type: 'text', label: words('兄弟姐妹就读学校', 'school') },
      stage: { type: 'code', label: words('兄弟姐妹就读学段', 'stage'), values: STAGES },
      grade: { type: 'int', label: words('兄弟姐妹当前年级', 'grade') },
      sameGuardians: { type: 'bool', label: words('与孩子同一监护人', 'same guardians') },
      enteredLawfully: { type: 'bool', label: words('兄弟姐妹依规入学', 'entered lawfully') },
      directPromotion: {
        type: 'code',
        label: words('兄弟姐妹小升初直升情况', 'direct promotion'),
        values: {
          none: words('无', 'none'),
          pending: words('待确认', 'pending'),
          confirmed: words('已确认直升', 'confirmed'),
        },
      },
    },
  },
  entitlements: {
    type: 'list',
    label: words('优待资格', 'entitlements'),
    fields: {
      kind: {
        type: 'code',
        label: words('优待类别', 'kind of entitlement'),
        values: {
          martyr_child: words('烈士子女', 'child of a martyr'),
          soldier_child: words('现役军人子女', 'child of a soldier'),
          veteran_child: words('退役军人子女', 'child of a veteran'),
          police_hero_child: words('公安英模和因公牺牲伤残警察子女', 'child of a police hero'),
          fire_rescue_child: words('消防救援人员子女', 'child of a fire-fighter'),
          top_talent: words('高层次人才子女', 'child of a top talent'),
          entrepreneur: words('杰出企业家子女', 'child of a distinguished entrepreneur'),
          investor: words('投资者子女', 'child of an investor'),
          model_worker: words('劳动模范子女', 'child of a model worker'),
          medical_staff: words('一线医务人员子女', 'child of medical staff'),
          returnee: words('归国留学人员子女', 'child of a returnee'),
          overseas_chinese: words('华侨子女', 'child of overseas Chinese'),
          disabled: words('残疾儿童', 'child with a disability'),
          orphan: words('孤儿或事实无人抚养儿童', 'orphan'),
          hardship: words('困难家庭儿童', 'child of a family in hardship'),
          other: words('其他政策优待', 'other'),
        },
      },
      issuer: { type: 'text', label: words('优待资格认定机关', 'issuer') },
      since: { type: 'date', label: words('优待资格起始日期', 'since') },
      until: { type: 'date', label: words('优待资格截止日期', 'until') },
    },
  },
  twins: {
    type: 'object',
    label: words('多胞胎', 'twins'),
    source: 'birth',
    fields: {
      size: { type: 'int', label: words('多胞胎人数', 'number of twins') },
      bound: { type: 'bool', label: words('多胞胎绑定派位', 'bound together') },
    },
  },
  documents: {
    type: 'list',
    label: words('提交的材料', 'documents submitted'),
    fields: {
      kind: { type: 'text', label: words('材料种类', 'kind of document') },
      issuedOn: { type: 'date', label: words('材料签发日期', 'issued on') },
      validUntil: { type: 'date', label: words('材料有效期截止日期', 'valid until') },
    },
  },
  application: {
    type: 'object',
    label: words('报名', 'application'),
    source: '家长申报',
    fields: {
      school: { type: 'text', label: words('报名学校', 'school applied for') },
      preferences: { type: 'list', of: 'text', label: words('志愿学校', 'preferences') },
      zone: { type: 'text', label: words('报名片区', 'zone applied for') },
      employerQuota: { type: 'bool', label: words('占用单位指标', 'uses an employer’s quota') },
    },
  },
} as const satisfies FactSchema;

/** Facts about one family. Absent facts are not known, which is not the same as false. */
export type Facts = FactsOf<typeof STANDARD_FACTS> & {
  /** Facts that a policy declares beyond the standard ones. */
  readonly [declaredByPolicy: string]: unknown;
  /** Where facts were learned, by path (`child.household`, `guardians`); the longest path that fits counts. */
  readonly sources?: Readonly<Record<string, Provenance>> | undefined;
};
