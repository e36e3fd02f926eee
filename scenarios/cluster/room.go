package cluster

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sigs.k8s.io/kind/pkg/apis/config/v1alpha4"

	"github.com/gherkind/gherkind/internal/cluster/topology"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// Room is the memory and disk that a cluster needs, or that are free.
type Room = host.Room

// The measured resources of ready nodes, rounded up, with four of them: 700 MiB of memory for a control plane and 120 to 150 MiB
// for a worker, and 650 MiB on disk for each, most of it workload images. A pulled node image takes 1 GiB on disk.
const (
	planeMemory  = 768 << 20
	workerMemory = 192 << 20
	nodeDisk     = 768 << 20
	imageDisk    = 1 << 30
)

// Needs returns what a new cluster with these options needs, depending on whether its node image is already in Docker.
func (o Options) Needs(image bool) (Room, error) {
	t, err := o.shape()
	if err != nil {
		return Room{}, err
	}
	return needsOf(t, image), nil
}

func needsOf(t *topology.Topology, image bool) Room {
	need := Room{}
	if !image {
		need.Disk = imageDisk
	}
	for _, node := range t.Config.Nodes {
		need.Disk += nodeDisk
		if node.Role == v1alpha4.ControlPlaneRole {
			need.Memory += planeMemory
		} else {
			need.Memory += workerMemory
		}
	}
	return need
}

// RoomError says, with the numbers, that there is too little memory or disk for a cluster.
func RoomError(name string, need, free Room, root string) error {
	var lacks, advice []string
	if free.Memory < need.Memory {
		lacks = append(lacks, fmt.Sprintf("it needs %s of memory, and %s are free", host.Gigabytes(need.Memory), host.Gigabytes(free.Memory)))
		advice = append(advice, "stop other programs and containers, or give Docker's virtual machine more memory")
	}
	if free.Disk < need.Disk {
		lacks = append(lacks, fmt.Sprintf("it needs %s of disk in %s, and %s are free", host.Gigabytes(need.Disk), root, host.Gigabytes(free.Disk)))
		advice = append(advice, "free some disk (docker system df shows what Docker holds, docker system prune removes what nothing uses)")
	}
	if len(lacks) == 0 {
		return nil
	}
	return &EnvironmentError{
		Doing: "create cluster " + name, Err: errors.New(strings.Join(lacks, "; ")),
		Advice: strings.Join(advice, ", and ") + ", or take a smaller --topology",
	}
}

// checkRoom compares what a new cluster needs with what is available, before it is created. If something cannot be determined,
// the cluster is created anyway.
func (o Options) checkRoom(ctx context.Context, t *topology.Topology, h *host.Host) error {
	free, err := host.RoomFor(h.Local, h.DockerRoot, h.Memory)
	if err != nil {
		o.Progress.Info(err.Error())
		return nil
	}
	image, err := nodeimage.Present(ctx, o.imageOptions())
	if err != nil {
		return err
	}
	return RoomError(o.Name, needsOf(t, image), free, h.DockerRoot)
}
