/** A disk image from somebody's computer: one that becomes an image, and one that reaches for the host and is refused. */
import { Buffer } from 'node:buffer';
import { basename } from 'node:path';
import { demand, GUEST, scenario, until } from '../harness/scenario.mjs';

/** A qcow2 file that says that what it does not have itself stands in a file of the host. */
function reachingFor(file) {
  const header = Buffer.alloc(64 << 10);
  header.write('QFI\xfb', 0, 'latin1');
  header.writeUInt32BE(2, 4);
  header.writeBigUInt64BE(72n, 8);
  header.writeUInt32BE(file.length, 16);
  header.writeUInt32BE(16, 20);
  header.writeBigUInt64BE(1n << 30n, 24);
  header.write(file, 72);
  return header;
}

await scenario('upload', async (stage) => {
  const name = `sent-${process.pid}`;
  const file = process.env.PANDO_IMAGE_FILE;
  const visitor = await stage.member();
  const { page } = visitor;
  const state = (wanted) => page.locator(`[data-testid=upload][data-state=${wanted}]`).waitFor();
  const uploads = async () => (await stage.api.get('/uploads')).total;

  await stage.step('a file is chosen, and its way to the server is to be seen', async () => {
    // Held back, so that there is something to see however fast it goes.
    const parts = '**/api/v1/uploads/*';
    let release;
    const seen = new Promise((resolve) => (release = resolve));
    await page.route(parts, async (route) => {
      if (route.request().method() === 'PATCH') await seen;
      await route.continue();
    });
    await visitor.goto('/images');
    await visitor.get('import-image').click();
    await page.locator('input[type=file]').setInputFiles(file);
    await state('sending');
    await visitor.get('upload').getByText(basename(file)).waitFor();
    await page.getByRole('progressbar', { name: basename(file) }).waitFor();
    demand((await visitor.get('import-submit').getAttribute('aria-disabled')) === 'true', 'It can be imported already');
    release();
    await page.unroute(parts);
    await state('complete');
  });

  await stage.step('the plan says what will be done with it', async () => {
    await page.locator('#import-name').fill(name);
    await page.locator('#import-accountName').fill('root');
    await page.locator('#import-accountPassword').fill('pando');
    await page.locator('#import-memoryMiB').fill('128');
    await page.locator('[data-testid=plan][data-feasible=true]').waitFor();
    await page.locator('[data-testid=import-submit]:not([aria-disabled=true])').waitFor();
    await visitor.get('import-submit').click();
    await visitor.get('job-steps').waitFor();
  });

  await stage.step('it becomes an image, ready to be cloned', async () => {
    await visitor.goto('/images');
    const card = page.locator(`[data-testid=image-card][data-image=${name}]`);
    await card.locator('[data-testid=clone-image]:not([aria-disabled=true])').waitFor({ timeout: GUEST });
    demand((await uploads()) === 0, 'The upload is kept although the image has it');
  });

  await stage.step('a file that reaches for one of the host is refused, in a sentence', async () => {
    await visitor.get('import-image').click();
    const zone = page.getByText('Drag and drop a disk image here');
    await zone.waitFor();
    const content = reachingFor('/etc/shadow').toString('base64');
    const dropped = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], 'greedy.qcow2'));
      return transfer;
    }, content);
    await zone.dispatchEvent('drop', { dataTransfer: dropped });
    await state('complete');
    await page.getByRole('dialog').getByText('The image reads from another file (a backing file).').waitFor();
    await page.locator('[data-testid=import-submit][aria-disabled=true]').waitFor();
  });

  await stage.step('and leaves nothing once it is taken back', async () => {
    await visitor.get('upload-cancel').click();
    await until('the upload to be gone', async () => (await uploads()) === 0);
    demand((await stage.api.get('/images?query=greedy')).total === 0, 'There is an image of it');
  });

  const { id } = await stage.api.get(`/images/${name}`);
  await stage.api.done((await stage.api.call('DELETE', `/images/${id}`)).id, GUEST, until);
});
