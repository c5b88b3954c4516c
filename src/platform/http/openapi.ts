// The API as an OpenAPI 3.1 document, from the same contracts that the server validates by.

import { z } from 'zod';
import type { Contract, Endpoint, EndpointKey } from '../../kernel/endpoint.ts';

type Json = Record<string, unknown>;

const ABOUT = {
  title: '淮教通 Huaijiaotong',
  version: '0.1.0',
  description: 'Times are UTC; Accept-Language zh or en chooses the words of refusals.',
};

/** OpenAPI 3.1.1 for a set of contracts; `x-authority` says who may call an endpoint. */
export function openApiDocument(contracts: readonly Contract[], about: Readonly<typeof ABOUT> = ABOUT): Json {
  const paths: Record<string, Json> = {};
  for (const [key, endpoint] of contracts.flatMap(
    (contract) => Object.entries(contract) as [EndpointKey, Endpoint][],
  )) {
    const [method = 'GET', url = '/'] = key.split(' ');
    const path = url.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(key, endpoint) };
  }
  const problem = {
    type: 'object',
    required: ['type', 'title', 'status', 'traceId'],
    properties: {
      type: { type: 'string', description: 'the refusal code' },
      title: { type: 'string' },
      status: { type: 'integer' },
      fields: {
        type: 'array',
        items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } },
      },
      values: { type: 'object' },
      traceId: { type: 'string' },
    },
  };
  return {
    openapi: '3.1.1',
    info: about,
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'hjt_session' } },
    },
  };
}

function operation(key: string, endpoint: Endpoint): Json {
  const { summary, who, params, query, body, upload, response } = endpoint;
  return {
    operationId: key.replace(/\/api\//, '').replace(/[^A-Za-z0-9]+/g, '_'),
    summary,
    'x-authority': who,
    ...(who === 'anyone' ? {} : { security: [{ session: [] }] }),
    parameters: [...parameters('path', params), ...parameters('query', query)],
    ...(upload
      ? {
          requestBody: {
            content: {
              'multipart/form-data': {
                schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
              },
            },
          },
        }
      : {}),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } } : {}),
    responses: {
      ...answer(response),
      default: {
        description: 'refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function answer(response: Endpoint['response']): Json {
  if (response === 'file') return { 200: { description: 'a file', content: { '*/*': {} } } };
  if (response === 'redirect') return { 302: { description: 'another address' } };
  return { 200: { description: 'done', content: { 'application/json': { schema: schemaOf(response) } } } };
}

function parameters(place: 'path' | 'query', schema: z.ZodObject | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, shape]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: shape,
  }));
}

/** What stands on the wire: the input side of every schema. */
function schemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return shape;
}
