package probe

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
)

// Health is a server's answer about a service in the gRPC health protocol.
type Health struct {
	// Status is a status of the protocol: SERVING, NOT_SERVING, UNKNOWN, or SERVICE_UNKNOWN for a service that the server does
	// not have. It is "" without an answer.
	Status string `json:",omitempty"`
	// Unasked says that the request did not reach the place from which it was to be sent.
	Unasked bool `json:",omitempty"`
}

// AskHealth opens a connection to HOST:PORT and asks, without TLS, for the health of a service; "" means the server itself.
func AskHealth(ctx context.Context, dial Dial, address, service string) (health Health, err error) {
	conn, _, err := dial(ctx, address, attemptTimeout)
	if err != nil {
		return Health{Unasked: unasked(err)}, err
	}
	defer func() { _ = conn.Close() }() // the client may have closed it already
	limited, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	client, err := grpc.NewClient("passthrough:///"+address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(only(conn)), grpc.WithDisableRetry(), grpc.WithNoProxy(), grpc.WithDisableServiceConfig())
	if err != nil {
		return Health{}, fmt.Errorf("prepare a gRPC client: %w", err)
	}
	defer func() { err = errors.Join(err, client.Close()) }()
	answer, err := grpc_health_v1.NewHealthClient(client).Check(limited, &grpc_health_v1.HealthCheckRequest{Service: service})
	if ctx.Err() != nil {
		return Health{}, ctx.Err()
	}
	switch code := status.Code(err); code {
	case codes.OK:
		return Health{Status: answer.GetStatus().String()}, nil
	case codes.NotFound:
		return Health{Status: grpc_health_v1.HealthCheckResponse_SERVICE_UNKNOWN.String()}, nil
	case codes.Unimplemented:
		if message := status.Convert(err).Message(); strings.Contains(message, "HTTP status code") { // 404 of an HTTP server
			return Health{}, errors.New("the server does not answer in gRPC: " + message)
		}
		return Health{}, errors.New("the server answers gRPC, and has no health service (grpc.health.v1.Health)")
	case codes.DeadlineExceeded:
		return Health{}, fmt.Errorf("no answer in gRPC within %s: %w", answerTimeout, context.DeadlineExceeded)
	default:
		return Health{}, fmt.Errorf("%s: %s", code, status.Convert(err).Message())
	}
}

// only returns a connection once.
func only(conn net.Conn) func(context.Context, string) (net.Conn, error) {
	fresh := make(chan net.Conn, 1)
	fresh <- conn
	return func(context.Context, string) (net.Conn, error) {
		select {
		case conn := <-fresh:
			return conn, nil
		default:
			return nil, errors.New("the connection has ended")
		}
	}
}
