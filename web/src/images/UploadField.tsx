import {
  Button,
  Flex,
  FlexItem,
  List,
  ListItem,
  MultipleFileUpload,
  MultipleFileUploadMain,
  Progress,
  ProgressVariant,
} from '@patternfly/react-core';
import UploadIcon from '@patternfly/react-icons/dist/esm/icons/upload-icon';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { bytes } from '../shell/format';
import { ProblemAlert } from '../shell/ProblemAlert';
import { FileUpload, uploadCalls, type Sending } from './fileUpload';

/** The upload that is under way. It goes on when the dialog is closed, so it does not belong to it. */
let present: FileUpload | undefined;
const listeners = new Set<() => void>();

function choose(upload: FileUpload | undefined) {
  present = upload;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const none = () => () => undefined;
const nothing = () => undefined;

/** The upload that is under way, and how far it is. */
function usePresent(): [FileUpload | undefined, Sending | undefined] {
  const upload = useSyncExternalStore(subscribe, () => present);
  const sending = useSyncExternalStore<Sending | undefined>(upload?.subscribe ?? none, upload?.snapshot ?? nothing);
  return [upload, sending];
}

interface Properties {
  /** Id of the project that the file is for; undefined for one's own. */
  project: string | undefined;
  /** Told the name of the file, and the id of its upload once it is complete. */
  onChange: (fileName: string | undefined, upload: string | undefined) => void;
}

/** Takes a file by drag and drop or from the file chooser, and sends it at once. */
export function UploadField({ project, onChange }: Properties) {
  const [upload, sending] = usePresent();
  const client = useQueryClient();
  const complete = sending?.state === 'complete' ? sending.id : undefined;
  useEffect(() => onChange(sending?.fileName, complete), [onChange, sending?.fileName, complete]);

  const drop = (files: File[]) => {
    const file = files[0];
    if (file === undefined) return;
    const begun = new FileUpload(file, project);
    choose(begun);
    void begun.start();
  };
  const cancel = () => {
    choose(undefined);
    void upload
      ?.cancel()
      .catch(nothing)
      .then(() => client.invalidateQueries({ queryKey: ['uploads'] }));
  };

  if (upload === undefined || sending === undefined) {
    return (
      <>
        <MultipleFileUpload onFileDrop={(_event, files) => drop(files)} dropzoneProps={{ multiple: false }}>
          <MultipleFileUploadMain
            titleIcon={<UploadIcon />}
            titleText="Drag and drop a disk image here"
            titleTextSeparator="or"
            infoText="qcow2, raw, VMDK, VHDX, VDI, OVA, or raw compressed with gzip, xz or zstd"
            browseButtonText="Choose a file"
          />
        </MultipleFileUpload>
        <BrokenOff />
      </>
    );
  }
  return (
    <div data-testid="upload" data-state={sending.state}>
      <Progress
        value={sending.size === 0 ? 0 : Math.floor((100 * sending.received) / sending.size)}
        title={sending.fileName}
        label={`${bytes(sending.received)} of ${bytes(sending.size)}`}
        valueText={`${bytes(sending.received)} of ${bytes(sending.size)}`}
        variant={
          sending.state === 'complete'
            ? ProgressVariant.success
            : sending.state === 'failed'
              ? ProgressVariant.danger
              : undefined
        }
        helperText={helps[sending.state]}
      />
      <Flex className="pando-gap">
        <FlexItem>
          {sending.state === 'sending' && (
            <Button variant="secondary" size="sm" onClick={() => upload.pause()}>
              Pause
            </Button>
          )}
          {(sending.state === 'paused' || sending.state === 'failed') && (
            <Button variant="secondary" size="sm" onClick={() => void upload.start()}>
              Go on
            </Button>
          )}
        </FlexItem>
        <FlexItem>
          <Button variant="link" size="sm" onClick={cancel} data-testid="upload-cancel">
            {sending.state === 'complete' ? 'Take another file' : 'Cancel the upload'}
          </Button>
        </FlexItem>
      </Flex>
      <ProblemAlert error={sending.error} title="The upload cannot go on" />
    </div>
  );
}

const helps: Record<Sending['state'], string> = {
  sending: 'Goes on when this dialog is closed, as long as the page stays open.',
  paused: 'Paused. What was sent is kept for a day.',
  failed: 'What was sent is kept for a day.',
  complete: 'All of it is there.',
};

/** The upload was made an image of: the next one begins anew. */
export function forgetUpload() {
  choose(undefined);
}

/** What was begun earlier and is not being sent now. */
function BrokenOff() {
  const client = useQueryClient();
  const uploads = useQuery({ queryKey: ['uploads'], queryFn: uploadCalls.list });
  const left = (uploads.data ?? []).filter((upload) => upload.imageId === undefined);
  if (left.length === 0) return null;
  const cancel = (id: string) =>
    void uploadCalls
      .cancel(id)
      .catch(nothing)
      .then(() => client.invalidateQueries({ queryKey: ['uploads'] }));
  return (
    <div className="pando-gap" data-testid="broken-off">
      <p className="pando-secondary">Begun earlier: choose the same file again to go on where it stopped.</p>
      <List isPlain>
        {left.map((upload) => (
          <ListItem key={upload.id}>
            {upload.fileName}, {bytes(upload.received)} of {bytes(upload.size)}{' '}
            <Button
              variant="link"
              isInline
              aria-label={`Throw away ${upload.fileName}`}
              onClick={() => cancel(upload.id)}
            >
              Throw away
            </Button>
          </ListItem>
        ))}
      </List>
    </div>
  );
}
