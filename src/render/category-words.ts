import type { Category } from '../model/criteria.ts'

/** What the categories are about, in our own words. */
export const categoryWords: Readonly<Record<Category, string>> = {
  CC: 'The system and what is in it are protected from people who should not get in, see it, change it or stop it.',
  A: 'The system can be used as customers were promised: there is enough of it, it is backed up, and recovery is tried.',
  PI: 'What the system does with data is whole, right, in time, and done on behalf of somebody entitled to it.',
  C: 'Information that was promised to be kept confidential is known, guarded, and destroyed when its time is over.',
  P: 'Personal information is collected, used, kept, shared and deleted as the people it is about were told.',
}

/** What each series of criteria is about, in our own words. */
export const seriesWords: Readonly<Record<string, string>> = {
  CC1: 'Who leads, who watches over the leaders, what is expected of people, and what happens when they fall short.',
  CC2: 'Whether the right people inside and outside know what they need to know, and can say what is wrong.',
  CC3: 'What the organisation wants to achieve, what could stand in the way, fraud and change included.',
  CC4: 'Whether somebody looks if controls work, and whether weaknesses are told and mended.',
  CC5: 'How risks become controls, in technology too, and how policies put them to work.',
  CC6: 'Who gets into systems and rooms, how that is given and taken back, and how data is guarded on its way.',
  CC7: 'How weaknesses and attacks are noticed, judged, answered and recovered from.',
  CC8: 'How changes are asked for, approved, tested and put into production.',
  CC9: 'How the organisation lives with disruption, and with what its suppliers do.',
  A1: 'Enough capacity, backups and surroundings that hold, and recovery that is tried.',
  PI1: 'What goes in, what is done with it, what comes out and what is kept: whole, right and in time.',
  C1: 'What is confidential is known and guarded, and destroyed when its time is over.',
  P1: 'What people are told about their data.',
  P2: 'What people may choose, and how they consent.',
  P3: 'What is collected, and on which ground.',
  P4: 'What data is used for, how long it is kept, how it is deleted.',
  P5: 'How people see their data and have it corrected.',
  P6: 'To whom data is given, and what is told when it went to the wrong ones.',
  P7: 'Whether personal data is right, current and whole.',
  P8: 'How questions and complaints are taken, and whether what was promised is watched.',
}
