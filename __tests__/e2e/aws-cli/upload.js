/* `aws s3 cp FILE s3://BUCKET/KEY --endpoint-url URL` for machines without the AWS CLI: the same signed upload. */
import { readFileSync } from 'node:fs';
import { AwsV4Signer } from 'aws4fetch';

const [, , , , file, target, , endpoint] = process.argv;
const { env } = process;
const body = readFileSync(file);
const checksum =
  env.AWS_REQUEST_CHECKSUM_CALCULATION === 'when_required'
    ? {}
    : { 'x-amz-trailer': 'x-amz-checksum-crc64nvme' };
const { url, headers } = await new AwsV4Signer({
  method: 'PUT',
  url: `${endpoint}/${target.slice('s3://'.length)}`,
  body,
  headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...checksum },
  accessKeyId: env.AWS_ACCESS_KEY_ID,
  secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
  region: env.AWS_DEFAULT_REGION,
  service: 's3',
}).sign();
const response = await fetch(url, { method: 'PUT', headers, body });
if (!response.ok) {
  console.error(await response.text());
  process.exitCode = 1;
}
