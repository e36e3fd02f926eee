package outside

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// ClusterLabel is the label of these containers, with the name of the cluster.
const ClusterLabel = "gherkind.asks"

const (
	// startWithin is the time limit for starting the container on a busy machine.
	startWithin = time.Minute
	// endWithin is how long to wait for the container to exit before it is killed.
	endWithin = 10 * time.Second
)

// Container opens connections from a container on the network of a cluster. The container is started when it is needed, and again
// if it has stopped. An empty Cache is the user's cache folder.
type Container struct {
	Cluster string
	Run     string // the run that sends the requests
	Node    string // a container of that cluster, whose image and network are used
	Network string
	Cache   string

	mu     sync.Mutex
	stream *command.Stream
	client *client
}

// Connect opens a TCP connection to HOST:PORT within the limit, and returns how long that took in the container. With direct, it
// only connects to hosts on the container's network, without a router. The error is an [*Unasked] if no attempt was made.
func (c *Container) Connect(ctx context.Context, address string, direct bool, limit time.Duration) (net.Conn, time.Duration, error) {
	asker, err := c.started(ctx)
	if err != nil {
		return nil, 0, unasked(err)
	}
	return asker.connect(ctx, address, direct, limit)
}

// Start starts the container, unless it is running.
func (c *Container) Start(ctx context.Context) error {
	_, err := c.started(ctx)
	return err
}

// started returns the client of a running container, and starts it if necessary.
func (c *Container) started(ctx context.Context) (*client, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.client != nil && !c.client.isBroken() {
		return c.client, nil
	}
	if err := c.end(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, startWithin, fmt.Errorf("it did not start within %s", startWithin))
	defer cancel()
	err := c.start(ctx)
	if errors.Is(err, syscall.EPIPE) { // it ended without an error message before it had read its program, as seen on a busy machine
		if err = c.end(ctx); err == nil {
			err = c.start(ctx)
		}
	}
	return c.client, err
}

// receive writes the first bytes of its input to a file and executes it.
const receive = `head -c "$1" > /relay && chmod 700 /relay && exec /relay`

func (c *Container) start(ctx context.Context) error {
	binary, err := c.program(ctx)
	if err != nil {
		return err
	}
	image, err := docker.ImageOf(ctx, c.Node)
	if err != nil {
		return err
	}
	c.stream, err = docker.Command("run", "--interactive", "--rm", "--pull", "never", "--log-driver", "none", "--no-healthcheck",
		"--network", c.Network, "--name", c.name(), "--label", ClusterLabel+"="+c.Cluster,
		"--entrypoint", "sh", image, "-c", receive, "sh", strconv.Itoa(len(binary))).Stream(ctx)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, c.stream.Kill)
	defer stop()
	if _, err = c.stream.In.Write(binary); err == nil {
		c.client, err = newClient(c.stream.Out, c.stream.In)
	}
	if err != nil {
		c.stream.Kill()
		return errors.Join(context.Cause(ctx), reasonOf(err, c.stream.Wait()))
	}
	return nil
}

// reasonOf returns why the streams of a container failed: the error of docker run, if it has ended by itself.
func reasonOf(err, ended error) error {
	if failed, is := errors.AsType[*command.Error](ended); is && failed.Said != "" {
		return ended
	}
	return err
}

func (c *Container) name() string { return "gherkind-asks-" + c.Cluster + "-" + c.Run }

func (c *Container) program(ctx context.Context) ([]byte, error) {
	arch, err := docker.Architecture(ctx)
	if err != nil {
		return nil, err
	}
	cache := c.Cache
	if cache == "" {
		if cache, err = os.UserCacheDir(); err != nil {
			return nil, fmt.Errorf("find the user's cache folder: %w", err)
		}
		cache = filepath.Join(cache, "gherkind")
	}
	return program(ctx, cache, arch)
}

// Close removes the container, if there is one.
func (c *Container) Close(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.end(ctx)
}

// end closes the input of the container, which makes it exit and be removed.
func (c *Container) end(ctx context.Context) error {
	if c.stream == nil {
		return nil
	}
	stream := c.stream
	c.stream, c.client = nil, nil
	_ = stream.In.Close() // fails if the container has stopped
	late := time.AfterFunc(endWithin, stream.Kill)
	defer late.Stop()
	if stream.Wait() == nil {
		return nil
	}
	return remove(ctx, c.name())
}
