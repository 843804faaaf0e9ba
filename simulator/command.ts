import { FlagError, help, optionsFromFlags } from './command-flags.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';

/** `npm run simulator`: the simulated service as a command, until Ctrl-C. */
async function main(args: readonly string[]): Promise<void> {
  const options = optionsFromFlags(args);
  if (!options) {
    process.stdout.write(help);
    return;
  }
  const simulator = await started(options);
  process.stdout.write(introduction(simulator));
  const stop = (): void => void simulator.close().then(() => process.exit(0));
  // npm sends the SIGINT of the terminal a second time: it must not interrupt the end.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function started(options: SimulatorOptions): Promise<Simulator> {
  try {
    return await startSimulator({ ...options, log: (line) => console.log(line) });
  } catch (error) {
    throw new FlagError(error instanceof Error ? error.message : String(error));
  }
}

function introduction(simulator: Simulator): string {
  const inputs = {
    jobId: simulator.jobs[0]?.jobId ?? '',
    accessKey: simulator.accessKey,
    secretKey: simulator.secretKey,
    apiUrl: simulator.url,
    objectStorageUrl: simulator.objectStorageUrl,
  };
  const entries = Object.entries(inputs);
  return `Data Flow API     ${inputs.apiUrl}
Object Storage    ${inputs.objectStorageUrl}
Access key        ${inputs.accessKey}
Secret key        ${inputs.secretKey}
Job               ${inputs.jobId}

In a workflow:
        with:
${entries.map(([name, value]) => `          ${name}: ${value}\n`).join('')}
In a shell (further inputs: INPUT_ and the name in upper case, such as INPUT_PARAMETERS):
${entries.map(([name, value]) => `  export INPUT_${name.toUpperCase()}='${value}'\n`).join('')}  export GITHUB_STEP_SUMMARY="$(mktemp)" GITHUB_OUTPUT="$(mktemp)" GITHUB_STATE="$(mktemp)"
  npm exec -c 'node dist/run.js'; cat "$GITHUB_OUTPUT" "$GITHUB_STEP_SUMMARY"

Requests (Ctrl-C ends):
`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof FlagError)) throw error;
  console.error(`${error.message} See --help.`);
  process.exitCode = 2;
}
