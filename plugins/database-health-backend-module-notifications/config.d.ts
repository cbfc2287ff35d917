export interface Config {
  /**
   * @visibility backend
   */
  databaseHealth?: {
    /**
     * Who gets notifications of incidents. Each list of recipients has references of
     * entities, such as `group:default/platform`; an empty one is nobody.
     * @visibility backend
     */
    notifications?: {
      /**
       * Tells them once a day of what is open, and of what was closed since the last
       * time, in place of each time; nothing where that is nothing. Default: false.
       * `databaseHealth.incidents.digest` says when.
       * @visibility backend
       */
      digest?: boolean;
      /**
       * Who is told of servers, and of plugin databases for which nobody else is known.
       * @visibility backend
       */
      default?:
        | string[]
        | {
            /**
             * Who is told of what is critical. Default: nobody.
             * @visibility backend
             */
            critical?: string[];
            /**
             * Who is told of what is a warning. Default: nobody.
             * @visibility backend
             */
            warning?: string[];
          };
      /**
       * Who is told of the databases of a plugin, by its id. Default: the owner of the
       * entity with the annotation `database-health/plugin-id`.
       * @visibility backend
       */
      plugins?: {
        [pluginId: string]:
          | string[]
          | {
              /**
               * Default: the owner.
               * @visibility backend
               */
              critical?: string[];
              /**
               * Default: the owner.
               * @visibility backend
               */
              warning?: string[];
            };
      };
    };
  };
}
