// Endpoints of messages and notices.

import { ok } from '../../kernel/result.ts';
import { routes } from '../../platform/http/routes.ts';
import { noticesContract } from './contract.ts';
import * as service from './service.ts';

export const noticesRoutes = routes(noticesContract, {
  'GET /api/messages': async (context) => ok(await service.myMessages(context)),
  'POST /api/messages/read': async (context) => ok(await service.readMessages(context)),
  'GET /api/applications/:id/notice': (context, { params }) => service.showNotice(context, params.id),
  'GET /api/applications/:id/notice-code.png': (context, { params }) => service.noticeCode(context, params.id),
  'GET /api/applications/:id/notice.pdf': (context, { params }) => service.noticePdf(context, params.id),
  'GET /api/applications/:id/receipt.pdf': (context, { params }) => service.receiptPdf(context, params.id),
  'GET /api/notices/:token': (context, { params }) => service.verifyNotice(context, params.token),
});
