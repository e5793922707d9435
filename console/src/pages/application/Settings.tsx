import { Alert, Stack, Table } from '@mantine/core';
import { texts as words } from '../../components/application/texts.ts';
import { FIELDS, fieldsFor, valuesOf } from '../../components/application/values.ts';
import { CLIENT } from '../../session/protocol.ts';
import { EditForm } from './EditForm.tsx';
import type { PartProps } from './parts.ts';
import { texts } from './texts.ts';
import { told } from './told.ts';

/** What an application is: to be changed by those who may, and to be read by others. */
export function Settings({ application, mayControl }: PartProps) {
  return application.userCapabilities.edit ? (
    <EditForm application={application} mayControl={mayControl} />
  ) : (
    <ReadOnly application={application} />
  );
}

function ReadOnly({ application }: Pick<PartProps, 'application'>) {
  const values = valuesOf(application);
  const fields = fieldsFor(values.grantTypes);
  return (
    <Stack>
      {application.clientId !== CLIENT.client_id && <Alert color="gray">{texts.readOnly}</Alert>}
      <Table variant="vertical">
        <Table.Tbody>
          {FIELDS.filter((field) => fields.has(field)).map((field) => (
            <Table.Tr key={field}>
              <Table.Th scope="row">{words.names[field]}</Table.Th>
              <Table.Td dir="auto">
                {told(field, values, () => application.organization.name).map((line, index) => (
                  <div key={index}>{line}</div>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
