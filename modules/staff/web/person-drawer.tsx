import { type ReactElement, useState } from 'react';
import { languages, useLanguage, useText } from '#platform/web/i18n.ts';
import { Input, InputNumber, Select } from '#platform/web/parts/index.ts';
import type { ApiProblem } from '#platform/web/api.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { createPersonRoute, type Person, setPasswordRoute, updatePersonRoute } from '../contract.ts';
import { DepartmentSelect } from './department-select.tsx';
import { fieldProblem, FormDrawer, FormField } from './form-drawer.tsx';
import { useRoleOptions } from './people-filters.tsx';

type Values = Pick<Person, 'displayName' | 'roleKey' | 'departmentId' | 'locale' | 'skills' | 'capacity'> & {
  email: string;
};

type FieldsProps = {
  readonly values: Values;
  readonly onChange: (change: Partial<Values>) => void;
  readonly problem: ApiProblem | null;
};

const PlaceFields = ({ values, onChange, problem }: FieldsProps): ReactElement => {
  const t = useText('staff');
  const roles = useRoleOptions();
  return (
    <>
      <FormField
        id="person-role"
        label={t('people.role')}
        problem={fieldProblem(problem, 'roleKey')}
        hint={roles.find((role) => role.value === values.roleKey)?.note}
      >
        <Select
          id="person-role"
          value={values.roleKey}
          options={roles}
          onChange={(roleKey: string) => onChange({ roleKey })}
        />
      </FormField>
      <FormField id="person-department" label={t('people.department')} problem={fieldProblem(problem, 'departmentId')}>
        <DepartmentSelect
          id="person-department"
          value={values.departmentId}
          onChange={(departmentId) => onChange({ departmentId })}
          placeholder={t('people.department')}
        />
      </FormField>
    </>
  );
};

const PersonFields = ({ values, onChange, problem }: FieldsProps): ReactElement => {
  const t = useText('staff');
  const words = useText('platform');
  return (
    <>
      <FormField id="person-name" label={t('people.name')} problem={fieldProblem(problem, 'displayName')}>
        <Input
          id="person-name"
          value={values.displayName}
          maxLength={60}
          required
          onChange={(event) => onChange({ displayName: event.target.value })}
        />
      </FormField>
      <PlaceFields values={values} onChange={onChange} problem={problem} />
      <FormField id="person-email" label={t('people.email')} problem={fieldProblem(problem, 'email')}>
        <Input
          id="person-email"
          type="email"
          value={values.email}
          maxLength={200}
          onChange={(event) => onChange({ email: event.target.value })}
        />
      </FormField>
      <FormField id="person-skills" label={t('people.skills')} hint={t('people.skillsHint')}>
        <Select
          id="person-skills"
          mode="tags"
          value={[...values.skills]}
          open={false}
          suffixIcon={null}
          onChange={(skills: string[]) => onChange({ skills })}
        />
      </FormField>
      <FormField id="person-capacity" label={t('people.capacity')} hint={t('people.capacityHint')}>
        <InputNumber
          id="person-capacity"
          min={0}
          max={1000}
          precision={0}
          value={values.capacity}
          onChange={(capacity) => onChange({ capacity: capacity ?? 0 })}
        />
      </FormField>
      <FormField id="person-locale" label={t('people.locale')}>
        <Select
          id="person-locale"
          value={values.locale}
          options={languages.map((each) => ({ value: each, label: words(`language.${each}`) }))}
          onChange={(locale: Values['locale']) => onChange({ locale })}
        />
      </FormField>
    </>
  );
};

type DrawerProps = { readonly onClose: () => void };

export const EditPersonDrawer = ({ person, onClose }: DrawerProps & { readonly person: Person }): ReactElement => {
  const t = useText('staff');
  const { displayName, roleKey, departmentId, locale, skills, capacity } = person;
  const [values, setValues] = useState<Values>({
    ...{ displayName, roleKey, departmentId, locale, skills, capacity },
    email: person.email ?? '',
  });
  const update = useRouteMutation(updatePersonRoute, {
    topics: ['departments'],
    onDone: (saved) => {
      toast({ text: t('people.saved', { name: saved.displayName }) });
      onClose();
    },
  });
  return (
    <FormDrawer
      title={t('people.editTitle', { name: person.displayName })}
      onClose={onClose}
      onSubmit={() => update.mutate({ params: { id: person.id }, body: { ...values, version: person.version } })}
      busy={update.isPending}
      problem={update.error}
    >
      <PersonFields values={values} onChange={(change) => setValues({ ...values, ...change })} problem={update.error} />
    </FormDrawer>
  );
};

export const CreatePersonDrawer = ({ onClose }: DrawerProps): ReactElement => {
  const t = useText('staff');
  const locale = useLanguage();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [values, setValues] = useState<Values>({
    ...{ displayName: '', roleKey: 'agent', departmentId: null, email: '', locale, skills: [], capacity: 30 },
  });
  const create = useRouteMutation(createPersonRoute, {
    topics: ['departments'],
    onDone: (made) => {
      toast({ text: t('people.created', { name: made.displayName }) });
      onClose();
    },
  });
  return (
    <FormDrawer
      title={t('people.createTitle')}
      onClose={onClose}
      onSubmit={() => create.mutate({ body: { ...values, username, password } })}
      busy={create.isPending}
      problem={create.error}
    >
      <FormField id="person-username" label={t('people.username')} problem={fieldProblem(create.error, 'username')}>
        <Input
          id="person-username"
          value={username}
          maxLength={60}
          required
          autoComplete="off"
          onChange={(event) => setUsername(event.target.value)}
        />
      </FormField>
      <PasswordField value={password} onChange={setPassword} problem={create.error} />
      <PersonFields values={values} onChange={(change) => setValues({ ...values, ...change })} problem={create.error} />
    </FormDrawer>
  );
};

type PasswordProps = {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem: ApiProblem | null;
};

const PasswordField = ({ value, onChange, problem }: PasswordProps): ReactElement => {
  const t = useText('staff');
  return (
    <FormField
      id="person-password"
      label={t('people.password')}
      hint={t('setup.passwordHint')}
      problem={fieldProblem(problem, 'password')}
    >
      <Input.Password
        id="person-password"
        value={value}
        maxLength={200}
        required
        autoComplete="new-password"
        onChange={(event) => onChange(event.target.value)}
      />
    </FormField>
  );
};

export const SetPasswordDrawer = ({ person, onClose }: DrawerProps & { readonly person: Person }): ReactElement => {
  const t = useText('staff');
  const [password, setPassword] = useState('');
  const set = useRouteMutation(setPasswordRoute, {
    onDone: () => {
      toast({ text: t('people.setPasswordDone') });
      onClose();
    },
  });
  return (
    <FormDrawer
      title={t('people.setPasswordTitle', { name: person.displayName })}
      onClose={onClose}
      onSubmit={() => set.mutate({ params: { id: person.id }, body: { password } })}
      submitLabel={t('people.setPassword')}
      busy={set.isPending}
      problem={set.error}
    >
      <PasswordField value={password} onChange={setPassword} problem={set.error} />
      <p className="t3 f12">{t('people.setPasswordHint')}</p>
    </FormDrawer>
  );
};
