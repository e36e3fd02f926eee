// Package docker has the calls of the docker command: containers, commands in them, files, images and networks. Errors are those
// of package command and quote Docker's message.
//
// It is independent of Kubernetes. Of kind, it only uses the labels that identify the nodes of clusters.
package docker

import (
	"context"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Command returns a call of docker for callers that stream or need its standard input. All others use the functions of this
// package.
func Command(args ...string) command.Cmd { return command.New("docker", args...) }

func run(ctx context.Context, args ...string) error { return Command(args...).Run(ctx) }

// output returns the output of a call, without the line break at its end.
func output(ctx context.Context, args ...string) (string, error) {
	out, err := Command(args...).Output(ctx)
	return strings.TrimSpace(out), err
}
