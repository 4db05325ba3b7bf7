/**
 * What the server and the page exchange under /api/v1. Times are ISO-8601 instants in UTC, sizes are bytes unless a
 * name ends in MiB, durations are seconds. A member that the server leaves out is `undefined`.
 */

export interface About {
  product: string;
  version: string;
  api: string;
}

export interface Page<T> {
  items: T[];
  total: number;
  limit: number;
  offset: number;
}

export interface Fault {
  /** Path within the request, for example `guest.user.name`; absent when the whole request is meant. */
  field?: string;
  message: string;
  help?: string;
  /** Changes of the request of which each would make this right; each was tried. */
  suggestions?: Suggestion[];
}

/** A way to change a request so that it fits. */
export interface Suggestion {
  text: string;
  changes: Change[];
}

export interface Change {
  /** Path within the request. */
  field: string;
  /** Absent to leave the field out. */
  value?: string | number | string[];
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  help?: string;
  faults?: Fault[];
  /** By which the server's log and the audit record know the request. */
  requestId?: string;
}

export type Role = 'ADMINISTRATOR' | 'MEMBER';

export interface User {
  id: string;
  name: string;
  displayName: string;
  role: Role;
  createdAt: string;
  disabled?: boolean;
}

export interface UpdateUser {
  displayName?: string;
  role?: Role;
  disabled?: boolean;
}

export interface Session {
  user: User;
  expiresAt: string;
  /** The OpenID provider at which it was begun; absent for name and password. */
  provider?: string;
  /** Whether the person may make projects for teams. */
  mayMakeProjects: boolean;
}

export interface ActiveSession {
  id: string;
  createdAt: string;
  lastUsedAt?: string;
  expiresAt: string;
  address: string;
  userAgent: string;
  provider?: string;
  current: boolean;
}

export interface SignInProvider {
  name: string;
  label: string;
  /** Where the browser goes to begin. */
  path: string;
}

export interface SecondFactor {
  enabled: boolean;
  since?: string;
  recoveryCodesLeft: number;
}

export interface SecondFactorEnrolment {
  secret: string;
  uri: string;
}

export interface RecoveryCodes {
  codes: string[];
}

export interface HandOver {
  code: string;
  computer: string;
  address: string;
  createdAt: string;
  expiresAt: string;
}

export type AuditOutcome = 'ACCEPTED' | 'REFUSED' | 'FAILED' | 'DONE' | 'CANCELLED';

export interface AuditRecord {
  seq: number;
  at: string;
  action: string;
  outcome: AuditOutcome;
  route?: string;
  status?: number;
  problem?: string;
  detail?: string;
  actorId?: string;
  actorName?: string;
  credentialKind?: string;
  credentialId?: string;
  credentialName?: string;
  address?: string;
  objectType?: string;
  objectId?: string;
  objectName?: string;
  projectId?: string;
  jobId?: number;
  requestId?: string;
  repeats: number;
  /** JSON, like before and after. */
  asked?: string;
  before?: string;
  after?: string;
  previousHash: string;
  hash: string;
}

export interface AuditHead {
  seq: number;
  hash: string;
  at: string;
}

export interface AuditVerification {
  intact: boolean;
  records: number;
  fault?: { seq: number; kind: string; detail: string };
  head: AuditHead;
}

export interface Credentials {
  name: string;
  password: string;
}

export interface Token {
  id: string;
  name: string;
  createdAt: string;
  expiresAt: string;
  lastUsedAt?: string;
  rights: TokenRight[];
  project?: ProjectReference;
}

export type TokenRight = 'READ' | 'MACHINES' | 'CONSOLES' | 'IMAGES' | 'PROJECTS' | 'ACCOUNT' | 'ADMINISTRATION';

export interface CreateToken {
  name: string;
  lifetimeSeconds?: number;
  rights?: TokenRight[];
  project?: string;
}

export interface CreatedToken {
  token: Token;
  secret: string;
}

export interface CreateUser {
  name: string;
  displayName?: string;
  password: string;
  role?: Role;
}

export type ProjectRole = 'OWNER' | 'MEMBER' | 'VIEWER';

export interface ProjectReference {
  id: string;
  name: string;
}

export interface Limits {
  machines?: number;
  vcpus?: number;
  memoryMiB?: number;
  diskBytes?: number;
  images?: number;
}

export interface Amounts {
  machines: number;
  vcpus: number;
  memoryMiB: number;
  diskBytes: number;
  images: number;
}

export interface Quota {
  limits: Limits;
  used: Amounts;
  custom: boolean;
}

export interface Project {
  id: string;
  name: string;
  description: string;
  kind: 'PERSONAL' | 'TEAM';
  role?: ProjectRole;
  members: number;
  quota: Quota;
  createdAt: string;
}

export interface CreateProject {
  name: string;
  description?: string;
  owner?: string;
}

export interface Member {
  user: User;
  role: ProjectRole;
  since: string;
}

export interface Invitation {
  id: string;
  project: ProjectReference;
  role: ProjectRole;
  user?: User;
  invitedBy: User;
  createdAt: string;
  expiresAt: string;
}

export interface CreateInvitation {
  user?: string;
  role?: ProjectRole;
  lifetimeSeconds?: number;
}

export interface CreatedInvitation {
  invitation: Invitation;
  secret?: string;
}

export interface InvitationOffer {
  project: string;
  role: ProjectRole;
  invitedBy: string;
  expiresAt: string;
  signUp: boolean;
}

export interface AcceptInvitation {
  secret: string;
  account?: { name: string; displayName?: string; password: string };
}

export type GuestAccess = 'AUTO' | 'AGENT' | 'CONSOLE';

export type ImageState = 'IMPORTING' | 'READY' | 'FAILED' | 'DELETING';

export interface Identity {
  fields: Record<string, string[]>;
}

export interface Image {
  id: string;
  name: string;
  description: string;
  state: ImageState;
  operatingSystem?: string;
  format?: string;
  virtualSize?: number;
  storedSize?: number;
  sha256?: string;
  guestAccess?: GuestAccess;
  bootSeconds?: number;
  account?: string;
  defaults: { vcpus: number; memoryMiB: number };
  masterIdentity?: Identity;
  machines: number;
  owner: User;
  project?: ProjectReference;
  createdAt: string;
  jobId?: number;
  problem?: string;
  hardware?: ImageHardware;
  /** Whether it is marked as a model, of which images are staged. */
  model: boolean;
  /** Which model it was staged of; absent when it was imported. */
  staged?: { modelId: string; modelName: string; version: number };
}

/** What the builder found on an image's disk. */
export interface ImageInspection {
  inspectedAt: string;
  /** Why nothing is known. */
  problem?: string;
  contents?: ImageContents;
}

export interface ImageContents {
  system: { id: string; version: string; name: string };
  architecture?: string;
  boot: Firmware[];
  fileSystems: { device: string; type: string; root: boolean; size: number; free?: number; label: string }[];
  packageFormat?: string;
  packages: number;
  accounts: { name: string; uid: number; shell: string }[];
  guestAgent: boolean;
  cloudInit: boolean;
  identifiers: { machineId: string; hostName: string; hostKeys: { type: string; fingerprint: string }[] };
}

export interface InstalledPackage {
  name: string;
  version: string;
  architecture: string;
}

/** Which packages there are for an image's system, as far as anybody knows. */
export interface KnownPackages {
  knownAt?: string;
  source?: 'IMAGE' | 'MIRROR';
  total: number;
  names: string[];
  problem?: string;
  failedAt?: string;
}

/** What was stripped of a staged image. */
export interface ImageSealing {
  model: string;
  version: number;
  initSystem: string;
  cloudInit: boolean;
  sealedAt: string;
  operations: { name: string; title: string; stripped: number }[];
}

export type WarmPoolState = 'MAKING' | 'READY' | 'LEAVING';

/** Machines of a staged image that are started before anybody asks for one. */
export interface WarmPool {
  imageId: string;
  image: string;
  /** How many are to wait. */
  size: number;
  vcpus: number;
  memoryMiB: number;
  ready: number;
  making: number;
  used: number;
  /** How many requests would have had one when none was ready. */
  missed: number;
  lastUsedAt?: string;
  problem?: string;
  machines: { hostId: string; host: string; state: WarmPoolState; since: string }[];
}

export interface SetWarmPool {
  size: number;
  vcpus?: number;
  memoryMiB?: number;
}

/** What an imported archive says of the machine that was exported. */
export interface ImageHardware {
  vcpus?: number;
  memoryMiB?: number;
  networkCards: string[];
  firmware: string;
  diskBus: string;
}

export interface CreateUpload {
  fileName: string;
  size: number;
  sha256?: string;
  /** Id or name; left out for one's own. */
  project?: string;
}

export interface Upload {
  id: string;
  fileName: string;
  size: number;
  received: number;
  sha256?: string;
  owner: User;
  project: ProjectReference;
  imageId?: string;
  createdAt: string;
  expiresAt: string;
}

export interface ImportImage {
  name: string;
  description?: string;
  path?: string;
  upload?: string;
  url?: string;
  sha256?: string;
  format: string;
  account?: Credentials;
  guestAccess?: GuestAccess;
  vcpus?: number;
  memoryMiB?: number;
  /** Id or name; left out for one's own, and for everybody's where an administrator imports. */
  project?: string;
}

export type MachineState =
  'DEFINED' | 'PROVISIONING' | 'RUNNING' | 'STOPPED' | 'SUSPENDED' | 'FAILED' | 'DELETING' | 'DELETED';

export type ActionName =
  | 'start'
  | 'stop'
  | 'restart'
  | 'suspend'
  | 'resume'
  | 'delete'
  | 'console'
  | 'exec'
  | 'rename'
  | 'resize'
  | 'hardware'
  | 'snapshot'
  | 'revert'
  | 'move';

export interface Action {
  name: ActionName;
  allowed: boolean;
  reason?: string;
}

export type Copy = 'LINKED' | 'FULL';

export type Firmware = 'BIOS' | 'UEFI' | 'UEFI_SECURE_BOOT';

export interface Disk {
  name: string;
  volume: string;
  size: number;
}

export interface Nic {
  name: string;
  mac: string;
  connected: boolean;
}

export interface Hardware {
  firmware: Firmware;
  tpm: boolean;
  disks: Disk[];
  nics: Nic[];
  /** Absent when the machine has no drive; without a medium when it is empty. */
  cd?: { medium?: string };
  boot: string[];
  /** What holds only after the machine was switched off and on. */
  pending?: string;
}

export interface Medium {
  name: string;
  size: number;
}

export interface Snapshot {
  id: string;
  name: string;
  description: string;
  state: 'MAKING' | 'READY' | 'DELETING' | 'BROKEN';
  parentId?: string;
  current: boolean;
  memory: boolean;
  consistency: 'OFF' | 'QUIESCED' | 'CRASH' | 'MEMORY';
  vcpus: number;
  memoryMiB: number;
  createdAt: string;
  size?: number;
  problem?: string;
}

export interface Machine {
  id: string;
  name: string;
  state: MachineState;
  stateSeenAt?: string;
  stale: boolean;
  owner: User;
  project: ProjectReference;
  imageId: string;
  image: string;
  copy: Copy;
  hostId: string;
  host: string;
  vcpus: number;
  memoryMiB: number;
  hardware: Hardware;
  domain: string;
  uuid: string;
  disk: string;
  addresses: string[];
  hostname?: string;
  account?: string;
  screenAt?: string;
  createdAt: string;
  labels: string[];
  /** When its time is over; absent for never. */
  expiresAt?: string;
  /** From when on people are told so. */
  remindAt?: string;
  jobId?: number;
  busy: boolean;
  problem?: string;
  actions: Action[];
}

export interface CreateMachine {
  name: string;
  /** Absent to take the one that comes closest to the wish. */
  image?: string;
  copy?: Copy;
  vcpus?: number;
  memoryMiB?: number;
  firmware?: Firmware;
  tpm?: boolean;
  guest?: Guest;
  project?: string;
  diskMiB?: number;
  wish?: Wish;
  where?: Where;
  labels?: string[];
  /** ISO 8601, for example PT8H; absent for no end. */
  lifetime?: string;
  network?: 'HOST' | 'NONE';
}

/** Where a machine may go, and where it would rather go. */
export interface Where {
  hostLabels?: string[];
  near?: string[];
  apart?: string[];
  acceleration?: boolean;
}

/** A label, and how many machines have it. */
export interface MachineLabel {
  label: string;
  machines: number;
}

/** What a machine's system must be and have. */
export interface Wish {
  os?: string;
  packages?: string[];
  architecture?: string;
}

export interface Guest {
  hostname?: string;
  user?: { name: string; password?: string; sshKeys?: string[] };
  timezone?: string;
  commands?: string[];
}

export interface StopMachine {
  force?: boolean;
  graceSeconds?: number;
}

export type ConsoleKind = 'SCREEN' | 'SERIAL';

export interface ConsoleTicket {
  kind: ConsoleKind;
  path: string;
  protocol: string;
  expiresAt: string;
}

export interface Comparison {
  field: string;
  title: string;
  source: string;
  own: string[];
  masters: string[];
  sharedWith: string[];
  result: 'DISTINCT' | 'SHARED' | 'ABSENT';
}

export interface Certificate {
  machineId: string;
  machine: string;
  verdict: 'DISTINCT' | 'SHARED';
  summary: string;
  master: string;
  siblings: number;
  comparisons: Comparison[];
  readAt: string;
}

export interface Plan {
  kind: string;
  summary: string;
  feasible: boolean;
  effects: { subject: string; value: string; reason?: string }[];
  steps: { name: string; title: string; seconds?: number }[];
  estimatedSeconds?: number;
  faults: Fault[];
  refused: { subject: string; reason: string }[];
  /** Images and hosts that could be taken, the best of each kind first. */
  ranking: Ranked[];
  /** All that together would make it feasible; absent when it is, or when nothing is known. */
  mended?: Suggestion;
}

export interface Ranked {
  subject: string;
  chosen: boolean;
  score: number;
  lines: { preference: string; points: number; text: string }[];
}

export type JobState = 'QUEUED' | 'RUNNING' | 'UNDOING' | 'DONE' | 'FAILED' | 'CANCELLED';

export type StepState = 'PENDING' | 'RUNNING' | 'DONE' | 'FAILED' | 'UNDOING' | 'UNDONE' | 'LEFT';

export interface Step {
  name: string;
  title: string;
  state: StepState;
  detail?: string;
  percent: number;
  attempts: number;
  startedAt?: string;
  finishedAt?: string;
  problem?: string;
}

export interface Subject {
  type: 'machine' | 'warm-machine' | 'image' | 'host';
  id: string;
  name: string;
}

export interface Job {
  id: number;
  kind: string;
  title: string;
  state: JobState;
  owner: User;
  project?: ProjectReference;
  subject?: Subject;
  percent: number;
  secondsLeft?: number;
  currentStep?: string;
  cancelRequested: boolean;
  createdAt: string;
  startedAt?: string;
  finishedAt?: string;
  /** Empty in lists. */
  steps: Step[];
  problem?: Problem;
  /** Absent in lists. */
  plan?: Plan;
}

export type HostState = 'CONNECTING' | 'ONLINE' | 'UNREACHABLE';

export interface Pool {
  name: string;
  type: string;
  path?: string;
  capacity: number;
  allocated: number;
  available: number;
}

export interface Network {
  name: string;
  bridge?: string;
  cidr?: string;
  active: boolean;
  leases: number;
}

export interface Host {
  id: string;
  name: string;
  uri: string;
  state: HostState;
  lastAnswerAt?: string;
  problem?: string;
  architecture?: string;
  hypervisor?: string;
  libvirt?: string;
  processors?: { model: string; cores: number; committed: number; loadPercent?: number };
  memory?: { total: number; free: number; committed: number };
  acceleration: { kind: 'UNKNOWN' | 'HARDWARE' | 'EMULATION'; explanation: string; checkedAt?: string };
  pools: Pool[];
  networks: Network[];
  machines: number;
  running: number;
  help?: string;
  labels: string[];
  /** Gets no new machines, because an administrator wants so. */
  drained: boolean;
  /** The one of the server's configuration. */
  home: boolean;
  features: ('UEFI' | 'SECURE_BOOT' | 'TPM')[];
  /** Machines there that are nobody's yet. */
  warm: number;
}

export interface MachinePlacement {
  decision: {
    chosen?: { host: string; score: number };
    ranking: { choice: { host: string; score: number }; lines: { weight: number; points: number; text: string }[] }[];
    refused: { host: string; reasons: { text: string }[] }[];
  };
  madeAt: string;
  replays: boolean;
}

export interface AddHost {
  name: string;
  uri: string;
  labels?: string[];
  pool?: string;
  poolPath?: string;
  network?: string;
  networkCidr?: string;
}

export interface HostSample {
  at: string;
  loadPercent?: number;
  memoryPercent: number;
  poolPercent?: number;
  running: number;
}

/** What rebalancing would come to. */
export interface PlacementRebalance {
  /** In the order in which they would be made. */
  moves: {
    machineId: string;
    machine: string;
    from: string;
    to: string;
    live: boolean;
    bytes: number;
    reason: string;
  }[];
  /** Machines on drained hosts that could not be moved away. */
  left: { machineId: string; machine: string; host: string; reason: string }[];
  /** Shares of what may be promised, 0 to 1. */
  hosts: {
    hostId: string;
    host: string;
    drained: boolean;
    machines: number;
    machinesAfter: number;
    processors: number;
    processorsAfter: number;
    memory: number;
    memoryAfter: number;
  }[];
}

export interface HostHistory {
  hostId: string;
  tickSeconds: number;
  samples: HostSample[];
}

export type LiveType = 'machine' | 'image' | 'job' | 'host' | 'project';

export interface LiveEvent {
  type: LiveType;
  id: string;
  /** The object as lists show it; absent when it is gone. */
  object?: unknown;
}
