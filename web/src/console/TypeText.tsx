import {
  Alert,
  Button,
  Form,
  FormSelect,
  FormSelectOption,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextArea,
} from '@patternfly/react-core';
import { useState, type SyntheticEvent } from 'react';
import { Field, fieldProperties } from '../shell/Field';
import { count } from '../shell/format';
import { keystrokes, type Keystroke } from './keystrokes';
import { isLayoutName, layoutLabels, type LayoutName } from './layouts';

interface Properties {
  /** The layout that the machine takes its keyboard for. */
  layout: LayoutName;
  onLayout: (layout: LayoutName) => void;
  onType: (strokes: Keystroke[]) => void;
  onClose: () => void;
}

/** Takes a text, typed or pasted, that is to be typed into the machine key by key. */
export function TypeText({ layout, onLayout, onType, onClose }: Properties) {
  const [text, setText] = useState('');
  const { strokes, untypable } = keystrokes(text, layout);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onType(strokes);
  };
  return (
    <Modal
      isOpen
      variant="small"
      onClose={onClose}
      aria-labelledby="type-title"
      elementToFocus="#type-text"
      // Only what lies within the element that fills the screen can be seen.
      appendTo={() => (document.fullscreenElement as HTMLElement | null) ?? document.body}
    >
      <ModalHeader
        title="Type text"
        labelId="type-title"
        description="Pando presses the keys for you, where they are on the keyboard that the machine believes to have."
      />
      <ModalBody>
        <Form id="type-form" onSubmit={submit}>
          <Field id="type-text" label="Text" help="Each line ends with Enter.">
            <TextArea
              {...fieldProperties('type-text', undefined)}
              value={text}
              onChange={(_event, value) => setText(value)}
              rows={5}
              resizeOrientation="vertical"
              spellCheck={false}
              autoComplete="off"
              className="pando-code"
              data-testid="type-text-input"
            />
          </Field>
          <Field
            id="type-layout"
            label="Keyboard of the machine"
            help="As it is set within the machine. Kept in this browser for this machine."
          >
            <FormSelect
              {...fieldProperties('type-layout', undefined)}
              value={layout}
              onChange={(_event, value) => isLayoutName(value) && onLayout(value)}
              data-testid="type-layout"
            >
              {Object.entries(layoutLabels).map(([name, label]) => (
                <FormSelectOption key={name} value={name} label={label} />
              ))}
            </FormSelect>
          </Field>
        </Form>
        {untypable.length > 0 && (
          <Alert
            component="p"
            isInline
            variant="warning"
            title="Left out, because no key writes them"
            className="pando-gap"
          >
            {untypable.join(' ')}
          </Alert>
        )}
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="type-form" isDisabled={strokes.length === 0} data-testid="type-text-submit">
          {strokes.length === 0 ? 'Type' : `Type ${count(strokes.length, 'key')}`}
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
