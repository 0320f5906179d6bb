import { profileSpecSchema, type ProfileSpec } from '../../contract.ts';
import bankInsurance from './cn-bank-insurance.json' with { type: 'json' };
import marketRegulation from './cn-market-regulation.json' with { type: 'json' };
import fcaDisp from './fca-disp.json' with { type: 'json' };
import fcaPsd from './fca-psd.json' with { type: 'json' };
import gdprRequest from './gdpr-request.json' with { type: 'json' };
import general from './general.json' with { type: 'json' };
import iso10002 from './iso-10002.json' with { type: 'json' };

let read: readonly ProfileSpec[] | null = null;

/** The profiles that come with the product; an instance keeps its own copies, version by version. */
export const shippedProfiles = (): readonly ProfileSpec[] => {
  read ??= [general, iso10002, bankInsurance, marketRegulation, fcaDisp, fcaPsd, gdprRequest].map((file) =>
    profileSpecSchema.parse(file),
  );
  return read;
};
