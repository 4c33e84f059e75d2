// A supervisor issues a token to a partner's program, sees its secret once, uses it, and revokes it.
import { expect } from './harness.mjs';

// What of a sign-in link stands behind the server's address.
const token_of = (link) => link.slice(link.indexOf('#/sign-in/'));

async function asks(run, secret) {
  const answer = await fetch(`${run.server}/hma/c/banks`, { headers: { Authorization: `Bearer ${secret}` } });
  return answer.status;
}

export async function partners(run, given) {
  const { context, page } = await run.person('partners', { language: 'en', theme: 'light' });
  let secret = '';
  await run.step('a supervisor issues a token, whose secret is shown once', page, async () => {
    await page.goto(`${run.server}/${token_of(given.supervisor_again)}`);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.goto(`${run.server}/#/settings`);
    await page.getByLabel('Partner or system').fill('Sahil Media Desk');
    await page.getByLabel('Purpose').fill('Checks of uploads.');
    await page.getByLabel(given.list).check();
    await page.getByRole('button', { name: 'Issue the token' }).click();
    secret = await page.getByTestId('secret').innerText();
    expect(secret.startsWith('sanad_'), secret);
    expect((await asks(run, secret)) === 200, 'the token opens nothing');
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByText('Valid', { exact: true }).waitFor();
    expect(!(await page.content()).includes(secret), 'the secret is still in the page');
  });
  await run.accessible('the settings page with a token', page);
  await run.picture('tokens', page);
  await run.step('the token is revoked with a reason and opens nothing any more', page, async () => {
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('The machine was lost.');
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('Revoked', { exact: true }).waitFor();
    await page.getByText('The machine was lost.').waitFor();
    expect((await asks(run, secret)) === 401, 'the token still opens something');
  });
  await context.close();
  const urdu = await run.person('partners in Urdu', { language: 'ur', theme: 'light' });
  await run.step('the tokens are shown in Urdu', urdu.page, async () => {
    await urdu.page.goto(`${run.server}/${token_of(given.supervisor_third)}`);
    await urdu.page.getByRole('navigation', { name: 'مرکزی' }).waitFor();
    await urdu.page.goto(`${run.server}/#/settings`);
    await urdu.page.getByText('شراکت داروں کے پروگرام').waitFor();
    await urdu.page.getByText('منسوخ', { exact: true }).waitFor();
    const wide = await urdu.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide <= 0, `the page is ${wide} px too wide`);
  });
  await run.accessible('the settings page with a token in Urdu', urdu.page);
  await urdu.context.close();
}
