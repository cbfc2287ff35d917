import { exitWith } from './exitWith';
import { runQuickJest } from './test/jest';
import { runOneStep } from './test/oneStep';
import { stopProgramsWhenAsked } from './test/program';

stopProgramsWhenAsked();

// The tests that need no server and no whole backend, those of the paths given as
// arguments, or all.
exitWith(runOneStep(() => runQuickJest(process.argv.slice(2))));
