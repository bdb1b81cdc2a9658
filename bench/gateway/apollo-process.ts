import { once } from 'node:events';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

// @apollo/gateway as its documentation starts it.
const [{ supergraph }] = (await once(process, 'message')) as [{ supergraph: string }];
const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: supergraph }) });
const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
process.send!({ url: new URL('graphql', url).href });
