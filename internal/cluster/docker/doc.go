// Package docker is all that gherkind asks of Docker, by its command line: containers, commands in them, files, images and
// networks. Errors are those of package command and quote what Docker said.
//
// It knows nothing of Kubernetes. Of kind it knows only the labels that tell which container is a node of which cluster.
package docker

import (
	"context"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Command is a call of docker, for a caller that streams, or needs its standard input. All others use the functions of this
// package.
func Command(args ...string) command.Cmd { return command.New("docker", args...) }

func run(ctx context.Context, args ...string) error { return Command(args...).Run(ctx) }

// output is what a call prints, without the line break at its end.
func output(ctx context.Context, args ...string) (string, error) {
	out, err := Command(args...).Output(ctx)
	return strings.TrimSpace(out), err
}
