// The entrance for schools, districts and the city.

import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './client/queries.ts';
import { ConsoleApp } from './console/ConsoleApp.tsx';
import './design/tokens.css';
import './design/console.css';
import './design/console-policies.css';

// antd draws in light colours; the tokens beside it must too.
document.documentElement.dataset['theme'] = 'light';
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <ConsoleApp />
      </QueryClientProvider>
    </StrictMode>,
  );
}
