import { Alert, AlertActionLink } from '@patternfly/react-core';
import { problemOf } from '../api/problem';

interface Properties {
  error: unknown;
  /** What could not be done, for example "The machine could not be started". */
  title?: string;
  onRetry?: () => void;
}

/** What went wrong and what would help, in the page where it happened. */
export function ProblemAlert({ error, title, onRetry }: Properties) {
  if (!error) return null;
  const problem = problemOf(error);
  return (
    <Alert
      component="p"
      isInline
      variant="danger"
      title={title ?? problem.title}
      data-testid="problem"
      actionLinks={onRetry && <AlertActionLink onClick={onRetry}>Try again</AlertActionLink>}
    >
      <p>{problem.detail}</p>
      {problem.help && <p>{problem.help}</p>}
    </Alert>
  );
}
