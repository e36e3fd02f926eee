package kube

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
)

// Served is what a cluster says it serves.
type Served struct {
	Groups    []*metav1.APIGroup        `json:"groups"`
	Resources []*metav1.APIResourceList `json:"resources"`
}

// Served returns the kinds that the cluster serves, as of the last discovery.
func (c *Client) Served() (Served, error) {
	groups, resources, err := c.discovery.ServerGroupsAndResources()
	if err != nil && len(resources) == 0 {
		return Served{}, fmt.Errorf("ask the cluster which kinds it knows: %w", err)
	}
	return Served{groups, resources}, nil
}

// NewOffline creates a client that knows kinds but has no cluster. All requests other than discovery fail with the error of
// refuse.
func NewOffline(served Served, refuse func(request string) error) (*Client, error) {
	return New(&rest.Config{Host: "http://recording.invalid", Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		if answer := served.answer(r.URL.Path); answer != nil && r.Method == http.MethodGet {
			return replyWith(r, answer)
		}
		return nil, refuse(verb(r) + " " + resource(r.URL.Path))
	})})
}

// answer returns the discovery document at a path, or nil if there is none.
func (s Served) answer(path string) any {
	switch path {
	case "/api":
		versions := metav1.APIVersions{TypeMeta: metav1.TypeMeta{Kind: "APIVersions"}}
		for _, g := range s.Groups {
			for _, v := range g.Versions {
				if g.Name == "" {
					versions.Versions = append(versions.Versions, v.Version)
				}
			}
		}
		return versions
	case "/apis":
		list := metav1.APIGroupList{TypeMeta: metav1.TypeMeta{Kind: "APIGroupList", APIVersion: "v1"}}
		for _, g := range s.Groups {
			if g.Name != "" {
				list.Groups = append(list.Groups, *g)
			}
		}
		return list
	}
	for _, list := range s.Resources {
		if path == "/api/"+list.GroupVersion || path == "/apis/"+list.GroupVersion {
			list := *list
			list.TypeMeta = metav1.TypeMeta{Kind: "APIResourceList", APIVersion: "v1"}
			return list
		}
	}
	return nil
}

func replyWith(r *http.Request, body any) (*http.Response, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   io.NopCloser(bytes.NewReader(data)), ContentLength: int64(len(data)),
	}, nil
}
