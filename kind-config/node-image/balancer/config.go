package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"sigs.k8s.io/yaml"
)

// config is the configuration that kind writes.
type config struct {
	Listen   string   // host:port; "" if kind has not written it yet
	Backends []string // API servers, host:port
}

// socket is Envoy's config.core.v3.SocketAddress.
type socket struct {
	Socket struct {
		Address string `json:"address"`
		Port    int    `json:"port_value"`
	} `json:"socket_address"`
}

func (s socket) String() string {
	return net.JoinHostPort(s.Socket.Address, strconv.Itoa(s.Socket.Port))
}

// listeners has the fields of Envoy's config.listener.v3.Listener resources that kind writes, and clusters those of
// config.cluster.v3.Cluster.
type listeners struct {
	Resources []struct {
		Address socket `json:"address"`
	} `json:"resources"`
}

type clusters struct {
	Resources []struct {
		Assignment struct {
			Endpoints []struct {
				LB []struct {
					Endpoint struct {
						Address socket `json:"address"`
					} `json:"endpoint"`
				} `json:"lb_endpoints"`
			} `json:"endpoints"`
		} `json:"load_assignment"`
	} `json:"resources"`
}

func readConfig(dir string) (config, error) {
	var l listeners
	var cl clusters
	for name, into := range map[string]any{"lds.yaml": &l, "cds.yaml": &cl} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return config{}, fmt.Errorf("read the configuration: %w", err)
		}
		if err := yaml.Unmarshal(data, into); err != nil {
			return config{}, fmt.Errorf("read %s: %w", name, err)
		}
	}
	var c config
	for _, r := range l.Resources {
		c.Listen = r.Address.String()
	}
	for _, r := range cl.Resources {
		for _, e := range r.Assignment.Endpoints {
			for _, lb := range e.LB {
				c.Backends = append(c.Backends, lb.Endpoint.Address.String())
			}
		}
	}
	return c, nil
}
