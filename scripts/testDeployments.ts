import { exitWith } from './exitWith';
import { installServers } from './test/servers';
import { runDeploymentsJest } from './test/jest';
import { runOneStep } from './test/oneStep';
import { stopProgramsWhenAsked } from './test/program';

stopProgramsWhenAsked();

// The set-ups of docs/deployments, each against the real thing: those of the paths
// given as arguments, or all.
exitWith(
  runOneStep(async () => {
    await installServers();
    return runDeploymentsJest(process.argv.slice(2));
  }),
);
