import { createApiFactory } from '@backstage/core-plugin-api';
import { createDevApp } from '@backstage/dev-utils';
import {
  databaseHealthApiRef,
  DatabaseHealthPage,
  databaseHealthPlugin,
} from '../src';
import { fixtureStates, stateOf } from '../src/fixtures';
import { enterAsGuest } from './signIn';
import { StatePage } from './StatePage';

enterAsGuest();

const app = createDevApp()
  .registerPlugin(databaseHealthPlugin)
  .registerApi(
    createApiFactory(databaseHealthApiRef, stateOf('sick').createApi()),
  )
  .addPage({
    element: <DatabaseHealthPage />,
    title: 'The page itself',
    path: '/database-health',
  });

fixtureStates.forEach(state =>
  app.addPage({
    element: <StatePage state={state} />,
    title: state.title,
    path: `/states/${state.id}`,
  }),
);

app.render();
