// Runs first in the body, before anything is drawn, so that nothing moves when app.js arrives.
document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');
