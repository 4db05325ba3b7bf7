import {
  Alert,
  Button,
  Form,
  List,
  ListItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Spinner,
} from '@patternfly/react-core';
import type { ReactNode, SyntheticEvent } from 'react';
import { Link } from 'react-router';
import { request as send } from '../api/client';
import type { Fault, Job } from '../api/types';
import { useChange } from '../api/useChange';
import type { ChangeMethod } from '../jobs/calls';
import { faultsOf, sortFaults } from '../jobs/faults';
import { PlanView } from '../jobs/PlanView';
import { usePlan } from '../jobs/usePlan';
import { AllowedButton } from '../shell/AllowedButton';
import { useNotices } from '../shell/notices';
import { ProblemAlert } from '../shell/ProblemAlert';

interface Properties {
  id: string;
  title: string;
  method?: ChangeMethod;
  path: string;
  /** What is asked for; undefined as long as something is missing. An empty object where the path says it all. */
  request: object | undefined;
  /** Fields of the request that have one of their own in the form. */
  fields?: readonly string[];
  confirm: string;
  isDanger?: boolean;
  onClose: () => void;
  children?: (faultOf: (field: string) => Fault | undefined) => ReactNode;
}

/** Asks for a change of a machine, shows what it would come to, and begins it as a job. */
export function ChangeDialog({
  id,
  title,
  method = 'POST',
  path,
  request,
  fields = [],
  confirm,
  isDanger = false,
  onClose,
  children,
}: Properties) {
  const { tell } = useNotices();
  const planned = usePlan(path, request, method);
  const change = useChange(
    (body: object, key) =>
      send<Job>(method, path, { body: method === 'DELETE' ? undefined : body, idempotencyKey: key }),
    (job) => {
      tell({ variant: 'info', title: job.title, body: <Link to={`/jobs/${job.id}`}>Follow the job</Link> });
      onClose();
    },
  );
  const refused = faultsOf(change.error);
  const faults = sortFaults([...refused, ...(request ? planned.faults : [])], fields);
  const reason =
    request === undefined
      ? 'Something is missing yet.'
      : planned.error
        ? 'It is not possible now.'
        : !planned.current
          ? 'The plan is being worked out.'
          : planned.plan?.feasible
            ? undefined
            : 'It cannot be carried out as it stands.';
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (request && reason === undefined) change.mutate(request);
  };
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby={`${id}-title`} data-testid={id}>
      <ModalHeader title={title} titleIconVariant={isDanger ? 'warning' : undefined} labelId={`${id}-title`} />
      <ModalBody tabIndex={0} aria-label={title}>
        <Form id={`${id}-form`} onSubmit={submit} aria-label={title}>
          {children?.(faults.of)}
          <div aria-live="polite" aria-busy={request !== undefined && !planned.current}>
            {request !== undefined && !planned.current && !planned.error && (
              <Spinner size="md" aria-label="Working out the plan" />
            )}
            {planned.error && request !== undefined && (
              <ProblemAlert error={planned.error} title="It is not possible now" onRetry={planned.retry} />
            )}
            {faults.rest.length > 0 && (
              <Alert component="p" isInline variant="warning" title="It cannot be carried out as it stands">
                <List>
                  {faults.rest.map((fault, index) => (
                    <ListItem key={index}>
                      {fault.message} {fault.help}
                    </ListItem>
                  ))}
                </List>
              </Alert>
            )}
            {request !== undefined && planned.plan?.feasible && <PlanView plan={planned.plan} />}
          </div>
        </Form>
        {refused.length === 0 && <ProblemAlert error={change.error} title="It was not done" />}
      </ModalBody>
      <ModalFooter>
        <AllowedButton
          type="submit"
          form={`${id}-form`}
          variant={isDanger ? 'danger' : 'primary'}
          reason={reason}
          isLoading={change.isPending}
          data-testid={`${id}-confirm`}
        >
          {confirm}
        </AllowedButton>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
