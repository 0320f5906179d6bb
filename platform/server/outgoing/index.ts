export { checkUrl, OutgoingError, outgoingFaults, postJson, type Incoming, type OutgoingFault } from './post-json.ts';
export { isPrivateAddress } from './private-address.ts';
