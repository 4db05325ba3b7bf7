import { Alert, AlertActionCloseButton, AlertGroup } from '@patternfly/react-core';
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from 'react';
import { problemOf } from '../api/problem';

interface Notice {
  key: number;
  variant: 'success' | 'info' | 'warning' | 'danger';
  title: string;
  body?: ReactNode;
}

interface Notices {
  tell: (notice: Omit<Notice, 'key'>) => void;
  tellProblem: (error: unknown, title?: string) => void;
}

const Context = createContext<Notices | undefined>(undefined);
const shownFor = 8_000;
let nextKey = 1;

/** Short messages at the edge of the page, read out by screen readers. What went wrong stays until it is closed. */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<Notice[]>([]);
  const close = useCallback((key: number) => {
    setNotices((before) => before.filter((notice) => notice.key !== key));
  }, []);
  const value = useMemo<Notices>(() => {
    const tell = (notice: Omit<Notice, 'key'>) => {
      const key = nextKey++;
      setNotices((before) => [...before.slice(-3), { ...notice, key }]);
    };
    return {
      tell,
      tellProblem: (error, title) => {
        const problem = problemOf(error);
        tell({
          variant: 'danger',
          title: title ?? problem.detail,
          body: (
            <>
              {title && <p>{problem.detail}</p>}
              {problem.help && <p>{problem.help}</p>}
            </>
          ),
        });
      },
    };
  }, []);
  return (
    <Context value={value}>
      {children}
      <AlertGroup isToast isLiveRegion aria-label="Notices">
        {notices.map((notice) => (
          <Alert
            component="p"
            key={notice.key}
            variant={notice.variant}
            title={notice.title}
            timeout={notice.variant === 'danger' ? false : shownFor}
            onTimeout={() => close(notice.key)}
            actionClose={<AlertActionCloseButton onClose={() => close(notice.key)} />}
          >
            {notice.body}
          </Alert>
        ))}
      </AlertGroup>
    </Context>
  );
}

export function useNotices(): Notices {
  const notices = use(Context);
  if (!notices) throw new Error('There is no NoticesProvider around this.');
  return notices;
}
