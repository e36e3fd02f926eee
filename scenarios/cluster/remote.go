package cluster

import (
	"errors"
	"net"
)

// RemoteError says why gherkind cannot create a cluster in the Docker of another machine; it is "" if Docker is on this one. kind
// publishes the API server on the loopback address of Docker's machine, unless the topology sets another address.
func (o Options) RemoteError(machine string) error {
	if machine == "" {
		return nil
	}
	t, err := o.shape()
	if err != nil {
		return err
	}
	if address := net.ParseIP(t.Config.Networking.APIServerAddress); address != nil && !address.IsLoopback() {
		return nil
	}
	return &EnvironmentError{
		Doing: "use the Docker daemon of " + machine,
		Err:   errors.New("the API server of a cluster there listens on the loopback address of that machine only, where this machine cannot reach it"),
		Advice: "run gherkind on " + machine + ", or use a Docker daemon of this machine (docker context use default, without DOCKER_HOST), " +
			"or take a --topology FILE whose networking.apiServerAddress is an address of " + machine,
	}
}
