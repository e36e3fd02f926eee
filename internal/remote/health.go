package remote

import (
	"context"
	"errors"
	"net"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/world"
)

// HealthOf asks for the health of a service of gRPC by the ways that requests take.
type HealthOf struct {
	World   *world.World
	Service string // "" is the server itself
}

func (h HealthOf) ask(ctx context.Context, question world.Question, do func(context.Context) (probe.Health, error)) (string, error) {
	question.Kind, question.Request = world.QuestionHealth, h.Service
	health, err := world.Ask(ctx, h.World, question, do)
	if health.Unasked && err != nil {
		err = &unasked{err}
	}
	return health.Status, err
}

// Outside asks at HOST:PORT from outside the cluster.
func (h HealthOf) Outside(ctx context.Context, address string) (string, error) {
	return h.ask(ctx, world.Question{Address: address}, func(ctx context.Context) (probe.Health, error) {
		return probe.AskHealth(ctx, h.World.Run.Outside.Connect, address, h.Service)
	})
}

// Forwarded asks at a port of a pod through a port-forward.
func (h HealthOf) Forwarded(ctx context.Context, pod kube.Ref, port int) (string, error) {
	question := world.Question{Namespace: pod.Namespace, Pod: pod.Name, Port: port}
	return h.ask(ctx, question, func(ctx context.Context) (probe.Health, error) {
		forward, err := h.World.Run.Client.PortForward(ctx, pod.Namespace, pod.Name, port)
		if err != nil {
			return probe.Health{}, err
		}
		health, err := probe.AskHealth(ctx, probe.Outside{}.Connect, forward.Address, h.Service)
		return health, errors.Join(forwardedError(ctx, forward, pod, port, err), forward.Close())
	})
}

// FromPod asks from a container, in which nc opens the connection.
func (h HealthOf) FromPod(ctx context.Context, pod kube.Ref, container, host, port string) (string, error) {
	question := world.Question{Namespace: pod.Namespace, Pod: pod.Name, Container: container, Address: net.JoinHostPort(host, port)}
	return h.ask(ctx, question, func(ctx context.Context) (probe.Health, error) {
		tunnel, err := h.World.Run.Client.Tunnel(ctx, pod.Namespace, pod.Name, container, []string{"timeout", tunnelLimit, "nc", host, port})
		if err != nil {
			return probe.Health{}, err
		}
		health, err := probe.AskHealth(ctx, through(tunnel), question.Address, h.Service)
		if err != nil && ctx.Err() == nil {
			_, err = nobodyThere(tunnel, err)
		}
		return health, err
	})
}
