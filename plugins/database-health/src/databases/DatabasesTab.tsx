import { Route, Routes } from 'react-router-dom';
import { DatabasePage } from '../database/DatabasePage';
import type { TabProps } from '../frame/tab';
import { DatabasesList } from './DatabasesList';

/** All plugin databases, and one of them in detail. */
export function DatabasesTab({ overview }: TabProps) {
  return (
    <Routes>
      <Route path="/:id" element={<DatabasePage overview={overview} />} />
      <Route path="*" element={<DatabasesList overview={overview} />} />
    </Routes>
  );
}
