package cluster

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// memory has the options with which a cluster was created. They are used again if the options are empty.
type memory struct {
	Kubernetes string `json:"kubernetes,omitempty"`
	NodeImage  string `json:"nodeImage,omitempty"`
	Temporary  string `json:"temporary,omitempty"` // the run that created it, if it was to delete it at its end
}

func memoryOf(o Options) memory {
	m := memory{Kubernetes: o.Kubernetes, NodeImage: o.NodeImage}
	if o.Temporary {
		m.Temporary = o.Run
	}
	return m
}

// leftBehind reports whether a temporary cluster was left by another run. If the cluster is no longer to be temporary, it records
// that it is to be kept.
func (w desired) leftBehind(ctx context.Context, c *Cluster) (bool, error) {
	by := w.had.Temporary
	switch {
	case c.Made || by == "" || by == w.options.Run:
		return false, nil
	case w.options.Temporary:
		return true, nil
	}
	return false, markComplete(ctx, c.Nodes[0].Container, memoryOf(w.options))
}

// unlessAsked returns the options with the recorded values, if they select no version and no image.
func (m memory) unlessAsked(o Options) Options {
	if o.Kubernetes == "" && o.NodeImage == "" {
		o.Kubernetes, o.NodeImage = m.Kubernetes, m.NodeImage
	}
	return o
}

func (m memory) write() ([]byte, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("note what the cluster was made with: %w", err)
	}
	return data, nil
}

// String returns the version or the image.
func (m memory) String() string {
	if m.NodeImage != "" {
		return "the node image " + m.NodeImage
	}
	return "Kubernetes " + cmp.Or(m.Kubernetes, nodeimage.DefaultKubernetes().String())
}

// found is what is known of an existing cluster before it is changed.
type found struct {
	memory
	exists   bool // it has containers
	complete bool // its creation was completed; otherwise there is no memory
}

// recall looks for the cluster, and reads its memory. The file is read only once: each call of docker cp takes as long as all
// other calls of docker together.
func recall(ctx context.Context, name string) (found, error) {
	have, err := docker.OfCluster(ctx, name)
	if err != nil || len(have) == 0 {
		return found{}, err
	}
	f := found{exists: true}
	plane := docker.FirstControlPlane(have)
	if plane == "" {
		return f, nil
	}
	data, err := docker.ReadFile(ctx, plane, completeFile)
	if err != nil {
		return f, nil //nolint:nilerr // it is not complete, or cannot be asked: isComplete is asked before it is recreated
	}
	if f.memory, err = readMemory(data); err != nil {
		return f, fmt.Errorf("read what cluster %s was made with: %w", name, err)
	}
	f.complete = true
	return f, nil
}

// readMemory parses the file. It is empty in a cluster from a version without such options.
func readMemory(data []byte) (memory, error) {
	var m memory
	if len(data) == 0 {
		return m, nil
	}
	return m, json.Unmarshal(data, &m)
}

// changed says why a cluster's nodes do not have the desired image.
func (w desired) changed() string {
	if now := memoryOf(w.options); now.String() != w.had.String() {
		return fmt.Sprintf("it was made with %s, and %s is asked for", w.had, now)
	}
	return "its topology or node image has changed"
}
