import { type InfoSection, withMicroseconds } from './section.ts';

export const cpuSection: InfoSection = {
  title: 'CPU',
  shown: 'by default',
  lines({ host }) {
    const { user, system } = host.info.cpuSeconds();
    const mainThread = host.info.mainThreadCpuSeconds();
    return [
      ['used_cpu_sys', withMicroseconds(system)],
      ['used_cpu_user', withMicroseconds(user)],
      ['used_cpu_sys_children', withMicroseconds(0)],
      ['used_cpu_user_children', withMicroseconds(0)],
      ...(mainThread === undefined
        ? []
        : ([
            ['used_cpu_sys_main_thread', withMicroseconds(mainThread.system)],
            ['used_cpu_user_main_thread', withMicroseconds(mainThread.user)],
          ] as const)),
    ];
  },
};

export const modulesSection: InfoSection = {
  title: 'Modules',
  otherNames: ['module_list'],
  shown: 'by default',
  lines: () => [],
};
