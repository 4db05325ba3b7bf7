import '@patternfly/react-core/dist/styles/base.css';
import './app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { queryClient } from './api/queryClient';
import { App } from './App';
import { reloadOnNewVersion } from './shell/newVersion';
import { NoticesProvider } from './shell/notices';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place to draw in.');

reloadOnNewVersion();

createRoot(root).render(
  <StrictMode>
    <BrowserRouter>
      <QueryClientProvider client={queryClient}>
        <NoticesProvider>
          <App />
        </NoticesProvider>
      </QueryClientProvider>
    </BrowserRouter>
  </StrictMode>,
);
