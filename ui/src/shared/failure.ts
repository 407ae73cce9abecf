import type { Failure } from '../backend/bindings/Failure';

export interface Message {
  title: string;
  detail: string;
}

/** What happened, in words, and what to do next. What became of a key is said by who knows it. */
export function failureMessage(failure: Failure): Message {
  switch (failure.code) {
    case 'signedOut':
      return { title: 'Your session has ended', detail: 'Sign in again to go on.' };
    case 'hostNotFound':
      return {
        title: `There is no server called ${failure.host}`,
        detail: 'Check the API address, and that this computer is online.',
      };
    case 'unreachable':
      return {
        title: `${failure.host} can’t be reached`,
        detail: 'Check the network, the VPN and the proxy, then try again.',
      };
    case 'timedOut':
      return { title: `${failure.host} didn’t answer in time`, detail: 'Try again in a moment.' };
    case 'connectionLost':
      return {
        title: 'The connection broke before the answer was complete',
        detail: `${failure.host} may have received the request.`,
      };
    case 'untrusted':
      return {
        title: `The certificate of ${failure.host} isn’t trusted`,
        detail: `It was issued by ${failure.issuer ?? 'an unknown authority'}. If that is your company’s own, name its certificate file in the network settings.`,
      };
    case 'authorityAsServer':
      return {
        title: `${failure.host} shows an authority’s own certificate`,
        detail:
          'A certificate that may issue others can’t be a server’s own, whether it is trusted or not. Ask who runs the server for a certificate that this authority issued.',
      };
    case 'proxySignIn':
      return {
        title: 'The proxy wants a name and a password',
        detail: `Nothing reached ${failure.host}. The app keeps no credentials for proxies: start it with them in the variable HTTPS_PROXY, or ask who runs your network for a way without.`,
      };
    case 'tls':
      return {
        title: `No secure connection to ${failure.host}`,
        detail: `The connection was refused: ${failure.reason}.${failure.issuer ? ` The certificate was issued by ${failure.issuer}.` : ''}`,
      };
    case 'redirected':
      return {
        title: `${failure.host} tried to send the app ${failure.to ? `to ${failure.to}` : 'elsewhere'}`,
        detail: 'Redirects are never followed. Check the API address.',
      };
    case 'captivePortal':
      return {
        title: 'This network wants you to sign in first',
        detail: `A web page came in place of ${failure.host}’s answer. Open a browser, sign in to the network, then try again. If that doesn’t help, check the API address.`,
      };
    case 'notJson':
      return failure.webPage
        ? {
            title: `${failure.host} answered with a web page`,
            detail: 'A filter or a gateway on the way blocks it or fails. Try again, or ask who runs your network.',
          }
        : { title: `${failure.host} didn’t answer as SigSentry does`, detail: 'Check the API address.' };
    case 'tooLarge':
      return {
        title: `The answer of ${failure.host} is too large`,
        detail: 'It was not read. Check the API address.',
      };
    case 'unexpected':
      return {
        title: `${failure.host} answered in a form this app doesn’t know`,
        detail: 'The API may have changed. Look for a newer version of this app.',
      };
    case 'forbidden':
      return {
        title: 'Your role doesn’t allow this',
        detail: `SigSentry says: ${failure.message}. Nothing was changed. Ask an owner or an admin of your organization.`,
      };
    case 'dashboardOnly':
      return {
        title: 'Only a signed-in person may do this',
        detail: 'API keys can never manage API keys. Nothing was changed. Sign out, and sign in with your account.',
      };
    case 'quotaExceeded':
      return {
        title: 'Your plan’s limit is reached',
        detail: `SigSentry says: ${failure.message}. Nothing was changed. Revoke a key that nobody needs, or ask for a larger plan.`,
      };
    case 'rejected':
      return {
        title: 'SigSentry didn’t accept the request',
        detail: [
          failure.message,
          ...failure.fields.map(({ field, message }) => `${field} ${message}`),
        ].join(' · '),
      };
    case 'notFound':
      return { title: 'It isn’t there any more', detail: `SigSentry says: ${failure.message}` };
    case 'rateLimited':
      return {
        title: 'Too many requests',
        detail:
          failure.retryAfterSeconds === null
            ? 'Wait a minute, then try again.'
            : `Try again ${waitMessage(failure.retryAfterSeconds)}.`,
      };
    case 'serverError':
      return {
        title: 'SigSentry had an error of its own',
        detail: `Status ${failure.status}. Try again in a moment.`,
      };
    case 'otherCode':
      return {
        title: `SigSentry refused: ${failure.serverCode}`,
        detail: `${failure.message} (status ${failure.status})`,
      };
  }
}

/** How long to wait; a server that names more than an hour has lost count. */
function waitMessage(seconds: number): string {
  if (seconds > 3600) return 'later';
  return seconds > 120 ? `in ${Math.ceil(seconds / 60)} minutes` : `in ${seconds} s`;
}
