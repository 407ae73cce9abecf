import type { SignInError } from '../backend/bindings/SignInError';
import { heldMessage } from '../shared/account';
import { failureMessage, type Message } from '../shared/failure';

export function signInMessage(error: SignInError): Message {
  switch (error.code) {
    case 'address':
      switch (error.problem) {
        case 'unreadable':
          return { title: 'This is no API address', detail: 'It looks like https://api.sigsentry.com/v1.' };
        case 'scheme':
          return { title: 'The API address must begin with https://', detail: 'Correct it and try again.' };
        case 'plainHttp':
          return {
            title: 'Plain http is refused',
            detail: 'Your password would travel unprotected. Use https; http works for this computer only.',
          };
        case 'extras':
          return {
            title: 'The API address has parts that don’t belong there',
            detail: 'Leave out user name, ?, # and other special characters.',
          };
      }
      break;
    case 'wrongCredentials':
      return { title: 'E-mail or password is wrong', detail: 'Nothing was changed. Try again.' };
    case 'tokenRefused':
      return {
        title: 'SigSentry doesn’t accept this session token',
        detail: 'It may have expired: they live 24 hours. Copy a fresh one from the dashboard.',
      };
    case 'tokenIsApiKey':
      return {
        title: 'This is an API key, not a session token',
        detail: 'API keys can never manage API keys. It was not sent anywhere.',
      };
    case 'incomplete':
      return { title: 'Something is missing', detail: 'Fill in every field.' };
    case 'caFile':
      return {
        title: 'The certificate file can’t be used',
        detail: `${error.forced ? 'SIGSENTRY_CA_FILE names' : 'The network settings name'} ${error.path}, which is no readable PEM file.`,
      };
    case 'proxy':
      return {
        title: 'The proxy can’t be used',
        detail: 'Its address in the settings is damaged. Correct it under “Proxy and certificates”.',
      };
    case 'environmentProxy':
      return {
        title: 'The proxy of this computer’s settings can’t be used',
        detail: `The variable ${error.variable} names a kind of proxy that this app doesn’t speak, and the app never goes around one. Choose another way under “Proxy and certificates”.`,
      };
    case 'held':
      return { title: 'Another account is open, and busy', detail: heldMessage(error.reason) };
    case 'request':
      return failureMessage(error.failure);
  }
}
