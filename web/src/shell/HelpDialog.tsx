import { DescriptionList, Modal, ModalBody, ModalHeader } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { About } from '../api/types';
import { Fact } from './Fact';

const shortcuts: [string[], string][] = [
  [['Ctrl', 'K'], 'Go to a page or a machine, or do something'],
  [['/'], 'Search on this page'],
  [['?'], 'This help'],
  [['Esc'], 'Close what is open'],
  [['Ctrl', 'Alt', 'Shift'], 'Take the keyboard back from a console'],
];

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const about = useQuery({
    queryKey: ['about'],
    queryFn: () => get<About>('/about'),
    staleTime: Infinity,
    refetchInterval: false,
  });
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="help-title" data-testid="help">
      <ModalHeader title="Help" labelId="help-title" />
      <ModalBody>
        <DescriptionList isHorizontal isCompact aria-label="Keys">
          {shortcuts.map(([keys, meaning]) => (
            <Fact
              key={meaning}
              term={keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && ' + '}
                  <kbd>{key}</kbd>
                </span>
              ))}
            >
              {meaning}
            </Fact>
          ))}
        </DescriptionList>
        <p className="pando-gap-above pando-secondary">
          Programs reach everything under <a href="/api/v1/openapi.json">/api/v1</a>; the command line does the same
          with <code className="pando-code">pando</code>.{about.data && ` ${about.data.product} ${about.data.version}.`}
        </p>
      </ModalBody>
    </Modal>
  );
}
