// The entrance for families and the public.

import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './client/queries.ts';
import './design/tokens.css';
import './design/portal.css';
import { PortalApp } from './portal/PortalApp.tsx';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <PortalApp />
      </QueryClientProvider>
    </StrictMode>,
  );
}
