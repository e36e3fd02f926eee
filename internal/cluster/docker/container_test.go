package docker

import (
	"testing"
)

func TestParseContainersStartsControlPlanesFirst(t *testing.T) {
	list, err := parseContainers([]byte(`[
	 {"Name":"/x-worker","Created":"2026-01-02T03:04:05.6Z","State":{"Status":"exited","Running":false},
	  "Config":{"Image":"gherkind.local/cluster:multi-node-abc","Labels":{"io.x-k8s.kind.role":"worker"}}},
	 {"Name":"/x-control-plane","Created":"2026-01-02T03:04:05.6Z","State":{"Status":"running","Running":true},
	  "Id":"ee10e8","NetworkSettings":{"Ports":{"6443/tcp":[{"HostIp":"127.0.0.1","HostPort":"35083"}],"80/tcp":null}},
	  "Config":{"Image":"gherkind.local/cluster:multi-node-abc","Labels":{"io.x-k8s.kind.role":"control-plane"}}}]`))
	if err != nil {
		t.Fatal(err)
	}
	if list[0].Name != "x-control-plane" || !list[0].Running || list[1].Status != "exited" {
		t.Errorf("got %+v", list)
	}
	if list[0].ID != "ee10e8" || list[0].API != "127.0.0.1:35083" || list[1].API != "" {
		t.Errorf("got %+v", list)
	}
	if FirstControlPlane(list) != "x-control-plane" {
		t.Error("the control plane was not found")
	}
}
