import { FormGroup, FormHelperText, HelperText, HelperTextItem } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import type { Fault } from '../api/types';

interface Properties {
  id: string;
  label: string;
  isRequired?: boolean;
  /** What the field is for, as long as nothing is wrong with it. */
  help?: ReactNode;
  fault?: Fault;
  children: ReactNode;
}

/** A field of a form with its help or, next to it, what is wrong with it and what would make it right. */
export function Field({ id, label, isRequired, help, fault, children }: Properties) {
  return (
    <FormGroup label={label} fieldId={id} isRequired={isRequired}>
      {children}
      {(fault ?? help) && (
        <FormHelperText>
          <HelperText id={`${id}-help`} isLiveRegion>
            {fault ? (
              <HelperTextItem variant="error" data-testid={`fault-${id}`}>
                {fault.message} {fault.help}
              </HelperTextItem>
            ) : (
              <HelperTextItem>{help}</HelperTextItem>
            )}
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}

/** What an input needs to look wrong and to be described by its help. */
export const fieldProperties = (id: string, fault: Fault | undefined) => ({
  id,
  validated: fault ? ('error' as const) : ('default' as const),
  'aria-describedby': `${id}-help`,
});
