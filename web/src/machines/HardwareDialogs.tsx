import {
  Button,
  Checkbox,
  EmptyState,
  EmptyStateBody,
  FormSelect,
  FormSelectOption,
  Grid,
  GridItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useState } from 'react';
import type { Disk, Machine, Nic } from '../api/types';
import { Fetched } from '../shell/Fetched';
import { Field, fieldProperties } from '../shell/Field';
import { bytes, inGibibytes, mebibytes } from '../shell/format';
import { numberOf } from '../shell/inputs';
import { ChangeDialog } from './ChangeDialog';
import { deviceLabel, diskSize, startable, useMedia } from './hardware';

interface Properties {
  machine: Machine;
  onClose: () => void;
}

export function ResizeDialog({ machine, onClose }: Properties) {
  const [vcpus, setVcpus] = useState(String(machine.vcpus));
  const [memoryMiB, setMemoryMiB] = useState(String(machine.memoryMiB));
  const wanted = {
    vcpus: numberOf(vcpus) === machine.vcpus ? undefined : numberOf(vcpus),
    memoryMiB: numberOf(memoryMiB) === machine.memoryMiB ? undefined : numberOf(memoryMiB),
  };
  const request = wanted.vcpus === undefined && wanted.memoryMiB === undefined ? undefined : wanted;
  return (
    <ChangeDialog
      id="resize"
      title={`Resize ${machine.name}`}
      path={`/machines/${machine.id}/resize`}
      request={request}
      fields={['vcpus', 'memoryMiB']}
      confirm="Resize"
      onClose={onClose}
    >
      {(faultOf) => (
        <Grid hasGutter sm={6}>
          <GridItem>
            <Field id="resize-vcpus" label="Processors" fault={faultOf('vcpus')} help="1 to 64.">
              <TextInput
                {...fieldProperties('resize-vcpus', faultOf('vcpus'))}
                type="number"
                min={1}
                max={64}
                value={vcpus}
                onChange={(_event, value) => setVcpus(value)}
              />
            </Field>
          </GridItem>
          <GridItem>
            <Field
              id="resize-memory"
              label="Memory, MiB"
              fault={faultOf('memoryMiB')}
              help={Number(memoryMiB) >= 1024 ? `${mebibytes(Number(memoryMiB))}.` : 'At least 64.'}
            >
              <TextInput
                {...fieldProperties('resize-memory', faultOf('memoryMiB'))}
                type="number"
                min={64}
                step={64}
                value={memoryMiB}
                onChange={(_event, value) => setMemoryMiB(value)}
              />
            </Field>
          </GridItem>
        </Grid>
      )}
    </ChangeDialog>
  );
}

export function GrowDiskDialog({ machine, disk, onClose }: Properties & { disk: Disk }) {
  const [size, setSize] = useState(inGibibytes(disk.size));
  // The field shows fewer digits than the size may have.
  const wanted = size === inGibibytes(disk.size) ? disk.size : diskSize(size);
  return (
    <ChangeDialog
      id="grow-disk"
      title={`Enlarge the disk ${disk.name}`}
      path={`/machines/${machine.id}/resize`}
      request={wanted === undefined || wanted === disk.size ? undefined : { disk: disk.name, diskSize: wanted }}
      fields={['diskSize']}
      confirm="Enlarge"
      onClose={onClose}
    >
      {(faultOf) => (
        <Field
          id="grow-size"
          label="New size, GiB"
          isRequired
          fault={faultOf('diskSize')}
          help={`It has ${bytes(disk.size)} now and can only grow.`}
        >
          <TextInput
            {...fieldProperties('grow-size', faultOf('diskSize'))}
            inputMode="decimal"
            value={size}
            onChange={(_event, value) => setSize(value)}
            autoComplete="off"
          />
        </Field>
      )}
    </ChangeDialog>
  );
}

export function AddDiskDialog({ machine, onClose }: Properties) {
  const [size, setSize] = useState('10');
  const wanted = diskSize(size);
  return (
    <ChangeDialog
      id="add-disk"
      title={`Add a disk to ${machine.name}`}
      path={`/machines/${machine.id}/disks`}
      request={wanted === undefined ? undefined : { size: wanted }}
      fields={['size']}
      confirm="Add"
      onClose={onClose}
    >
      {(faultOf) => (
        <Field
          id="disk-size"
          label="Size, GiB"
          isRequired
          fault={faultOf('size')}
          help="Takes room only for what is written."
        >
          <TextInput
            {...fieldProperties('disk-size', faultOf('size'))}
            inputMode="decimal"
            value={size}
            onChange={(_event, value) => setSize(value)}
            autoComplete="off"
          />
        </Field>
      )}
    </ChangeDialog>
  );
}

export function RemoveDiskDialog({ machine, disk, onClose }: Properties & { disk: Disk }) {
  return (
    <ChangeDialog
      id="remove-disk"
      title={`Delete the disk ${disk.name} of ${machine.name}?`}
      method="DELETE"
      path={`/machines/${machine.id}/disks/${disk.name}`}
      request={{}}
      confirm="Delete"
      isDanger
      onClose={onClose}
    />
  );
}

export function AddNicDialog({ machine, onClose }: Properties) {
  const [mac, setMac] = useState('');
  const [connected, setConnected] = useState(true);
  return (
    <ChangeDialog
      id="add-nic"
      title={`Add a network card to ${machine.name}`}
      path={`/machines/${machine.id}/nics`}
      request={{ mac: mac.trim() || undefined, connected }}
      fields={['mac']}
      confirm="Add"
      onClose={onClose}
    >
      {(faultOf) => (
        <>
          <Field id="nic-mac" label="Address" fault={faultOf('mac')} help="Empty: one is made up.">
            <TextInput
              {...fieldProperties('nic-mac', faultOf('mac'))}
              value={mac}
              onChange={(_event, value) => setMac(value)}
              placeholder="52:54:00:12:34:56"
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
          <Checkbox
            id="nic-connected"
            label="Cable plugged in"
            isChecked={connected}
            onChange={(_event, checked) => setConnected(checked)}
          />
        </>
      )}
    </ChangeDialog>
  );
}

export function RemoveNicDialog({ machine, nic, onClose }: Properties & { nic: Nic }) {
  return (
    <ChangeDialog
      id="remove-nic"
      title={`Take ${nic.name} out of ${machine.name}?`}
      method="DELETE"
      path={`/machines/${machine.id}/nics/${nic.name}`}
      request={{}}
      confirm="Take out"
      isDanger
      onClose={onClose}
    />
  );
}

export function CableDialog({ machine, nic, onClose }: Properties & { nic: Nic }) {
  return (
    <ChangeDialog
      id="cable"
      title={nic.connected ? `Pull the cable of ${nic.name}?` : `Plug the cable of ${nic.name} in?`}
      method="PUT"
      path={`/machines/${machine.id}/nics/${nic.name}/cable`}
      request={{ connected: !nic.connected }}
      confirm={nic.connected ? 'Pull' : 'Plug in'}
      onClose={onClose}
    />
  );
}

export function InsertDialog({ machine, onClose }: Properties) {
  const media = useMedia();
  const [medium, setMedium] = useState('');
  if (media.data?.items.length === 0)
    return (
      <Modal isOpen variant="small" onClose={onClose} aria-labelledby="no-media-title">
        <ModalHeader title="Insert a disc" labelId="no-media-title" />
        <ModalBody>
          <EmptyState headingLevel="h2" titleText="No discs yet">
            <EmptyStateBody>
              An administrator puts ISO files into the folders of the server from which images are imported.
            </EmptyStateBody>
          </EmptyState>
        </ModalBody>
        <ModalFooter>
          <Button variant="link" onClick={onClose}>
            Close
          </Button>
        </ModalFooter>
      </Modal>
    );
  return (
    <ChangeDialog
      id="insert"
      title={`Insert a disc into ${machine.name}`}
      method="PUT"
      path={`/machines/${machine.id}/cd`}
      request={medium === '' ? undefined : { medium }}
      fields={['medium']}
      confirm="Insert"
      onClose={onClose}
    >
      {(faultOf) => (
        <Fetched query={media} what="The discs">
          {(page) => (
            <Field id="insert-medium" label="Disc" isRequired fault={faultOf('medium')}>
              <FormSelect
                {...fieldProperties('insert-medium', faultOf('medium'))}
                value={medium}
                onChange={(_event, value) => setMedium(value)}
              >
                <FormSelectOption value="" label="Choose a disc" isPlaceholder />
                {page.items.map((each) => (
                  <FormSelectOption key={each.name} value={each.name} label={`${each.name} · ${bytes(each.size)}`} />
                ))}
              </FormSelect>
            </Field>
          )}
        </Fetched>
      )}
    </ChangeDialog>
  );
}

export function EjectDialog({ machine, onClose }: Properties) {
  return (
    <ChangeDialog
      id="eject"
      title={`Take the disc out of ${machine.name}?`}
      method="DELETE"
      path={`/machines/${machine.id}/cd`}
      request={{}}
      confirm="Eject"
      onClose={onClose}
    />
  );
}

export function BootDialog({ machine, onClose }: Properties) {
  const devices = startable(machine.hardware);
  const [first, setFirst] = useState(machine.hardware.boot[0] ?? devices[0] ?? '');
  const rest = [...machine.hardware.boot, ...devices].filter(
    (device, index, all) => device !== first && all.indexOf(device) === index && devices.includes(device),
  );
  const wanted = [first, ...rest];
  return (
    <ChangeDialog
      id="boot"
      title={`What ${machine.name} starts from`}
      method="PUT"
      path={`/machines/${machine.id}/boot`}
      request={wanted.join() === machine.hardware.boot.join() ? undefined : { devices: wanted }}
      fields={['devices']}
      confirm="Change"
      onClose={onClose}
    >
      {(faultOf) => (
        <Field
          id="boot-first"
          label="First from"
          fault={faultOf('devices')}
          help={
            rest.length === 0 ? 'It has nothing else to start from.' : `Then from ${rest.map(deviceLabel).join(', ')}.`
          }
        >
          <FormSelect
            {...fieldProperties('boot-first', faultOf('devices'))}
            value={first}
            onChange={(_event, value) => setFirst(value)}
          >
            {devices.map((device) => (
              <FormSelectOption key={device} value={device} label={deviceLabel(device)} />
            ))}
          </FormSelect>
        </Field>
      )}
    </ChangeDialog>
  );
}
