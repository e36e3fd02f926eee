package cluster

import (
	"context"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/etcd"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// Member is an external etcd member.
type Member struct {
	Name      string // as in the topology: "etcd1"
	Container string // name of the Docker container
}

// members returns the external etcd members of the topology; none if etcd runs in the control planes.
func (w desired) members() ([]Member, error) {
	external, err := w.topology.ExternalEtcd()
	if err != nil {
		return nil, err
	}
	hosts, err := external.Members() // they already have the cluster's name as prefix
	if err != nil {
		return nil, err
	}
	members := make([]Member, 0, len(hosts))
	for _, host := range hosts {
		members = append(members, Member{Name: host[len(w.options.Name)+1:], Container: host})
	}
	return members, nil
}

// etcdMembers is the external etcd to start; nil if the control planes have their own etcd.
type etcdMembers struct {
	set   *etcd.Set
	image string
}

// etcdSet sets the image of the nodes: unchanged, or with the certificates for an external etcd, which it returns.
func (w desired) etcdSet(ctx context.Context) (*etcdMembers, error) {
	members, err := w.members()
	if err != nil {
		return nil, err
	}
	if len(members) == 0 {
		return nil, docker.Tag(ctx, w.image.Ref, w.mark)
	}
	image, err := nodeimage.Etcd(ctx, w.image)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, m := range members {
		names = append(names, m.Name)
	}
	set, err := etcd.New(w.options.Name, names)
	if err != nil {
		return nil, fmt.Errorf("make the certificates of etcd: %w", err)
	}
	external, err := w.topology.ExternalEtcd()
	if err != nil {
		return nil, err
	}
	files, err := set.ForControlPlanes(external.CAFile, external.CertFile, external.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("make the certificates of the API servers: %w", err)
	}
	return &etcdMembers{set: set, image: image}, docker.WithFiles(ctx, w.image.Ref, w.mark, files)
}

// beside starts the members while kind creates the nodes. They cannot be started before, because kind creates the network and
// refuses to start if there is a container with the label of the cluster; nor afterwards, because the API servers need etcd to
// start.
func (m *etcdMembers) beside(ctx context.Context, w desired, create func(context.Context) error) error {
	if m == nil {
		return create(ctx)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	started := make(chan error, 1)
	began := time.Now()
	go func() {
		err := docker.AwaitFirstStart(ctx, w.options.Name, began)
		if err == nil {
			err = m.set.Start(ctx, docker.KindNetwork, m.image)
		}
		if err != nil {
			cancel(err) // otherwise kind would wait for minutes
		}
		started <- err
	}()
	err := create(ctx)
	if err != nil {
		cancel(err)
		<-started //nolint:errcheck // its error is the cause of this one, or comes from it
		return err
	}
	err = <-started
	cancel(nil)
	return err
}
