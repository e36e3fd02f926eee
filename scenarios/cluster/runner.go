package cluster

import (
	"context"
	"fmt"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/cluster/images"
	"github.com/gherkind/gherkind/internal/say"
)

// Runner is the image of the pods of `gherkind run --on-cluster`; see [NewRunner].
type Runner = images.Runner

// RunnerRepository is the name of that image in nodes, without its tag.
const RunnerRepository = images.RunnerRepository

// NewRunner returns the image for pods that run this program.
func NewRunner() (*Runner, error) { return images.NewRunner() }

// LoadRunner loads the image of the runners into the nodes of a cluster that gherkind has created, for the run Options.Run.
func LoadRunner(ctx context.Context, o Options, c *Cluster, r *Runner) error {
	o = o.withDefaults()
	return locked(ctx, o, func() error { return desired{options: o}.loader().LoadRunner(ctx, c.Name, r) })
}

// Within connects a pod to its cluster. The images were determined by another process.
func Within(ctx context.Context, name string, known map[string]string) (*Cluster, error) {
	config, err := rest.InClusterConfig()
	if err != nil {
		return nil, &EnvironmentError{Doing: "connect to the cluster of this pod", Err: err}
	}
	c := &Cluster{Name: name, Config: config, How: "connected", HowText: say.Textf("connected")}
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	if err := c.inspect(ctx); err != nil {
		return nil, &EnvironmentError{Doing: fmt.Sprintf("connect to %s from this pod", config.Host), Err: err}
	}
	c.Images = images.Named(known)
	return c, nil
}
