/** The script of every view's page: one for all, which packs better than one each. Only the view that the page names is run. */
void import(`./${document.body.dataset['view']}/view.ts`);
