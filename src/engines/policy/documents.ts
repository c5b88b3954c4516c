// The kinds of documents that policies ask for; a policy may declare more.

import type { Words } from './fact-schema.ts';

/** Standard kinds of documents, by the code that `evidence` and `documents` facts use. */
export const STANDARD_DOCUMENTS: Readonly<Record<string, Words>> = {
  id_card: { zh: '监护人居民身份证', en: 'guardian’s identity card' },
  household_booklet: { zh: '户口簿', en: 'household booklet' },
  birth_certificate: { zh: '出生医学证明', en: 'birth certificate' },
  property_certificate: { zh: '不动产权证书', en: 'property certificate' },
  purchase_contract: { zh: '已备案的购房合同', en: 'filed purchase contract' },
  lease_contract: { zh: '已备案的租赁合同', en: 'filed lease' },
  public_rental_contract: { zh: '公共租赁住房合同', en: 'public rental contract' },
  self_built_proof: { zh: '自建房证明', en: 'proof of a self-built home' },
  unit_housing_proof: { zh: '单位住房证明', en: 'proof of housing by the employer' },
  military_housing_proof: { zh: '军产房证明', en: 'proof of military housing' },
  demolition_agreement: { zh: '拆迁安置协议', en: 'demolition and resettlement agreement' },
  no_home_statement: { zh: '无房查询结果', en: 'result of the search for property: none' },
  residence_permit: { zh: '居住证', en: 'residence permit' },
  temporary_residence_permit: { zh: '暂住证', en: 'temporary residence permit' },
  labour_contract: { zh: '劳动合同', en: 'labour contract' },
  business_licence: { zh: '营业执照', en: 'business licence' },
  other_work_proof: { zh: '其他就业证明', en: 'other proof of work' },
  social_insurance_record: { zh: '社会保险缴费记录', en: 'record of social insurance' },
  tax_record: { zh: '纳税记录', en: 'tax record' },
  primary_graduation_certificate: { zh: '小学毕业证书', en: 'primary graduation certificate' },
  home_visit_record: { zh: '入户调查记录', en: 'record of the home visit' },
  military_certificate: { zh: '现役军人证明', en: 'proof of military service' },
  overseas_certificate: { zh: '国（境）外工作学习证明', en: 'proof of work or study abroad' },
  custody_document: { zh: '抚养权或监护权证明', en: 'proof of custody or guardianship' },
  entitlement_certificate: { zh: '优待资格证明', en: 'proof of an entitlement' },
  hospital_certificate: { zh: '二级及以上医院证明', en: 'certificate of a level-two or higher hospital' },
  disability_certificate: { zh: '残疾人证', en: 'disability certificate' },
  employer_approval: { zh: '单位同意书', en: 'employer’s approval' },
};
