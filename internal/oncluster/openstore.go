package oncluster

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/oncluster/left"
)

// OpenStore opens the store of results of a run: the bucket that results names, as in s3://BUCKET/PREFIX, or ConfigMaps in its namespace.
func OpenStore(ctx context.Context, results, run string, client *kube.Client, getenv func(string) string) (Store, error) {
	if results == "" {
		return InConfigMaps{client.Typed().CoreV1().ConfigMaps(left.Namespace(run))}, nil
	}
	s, err := openS3(results, run, getenv)
	if err != nil {
		return nil, err
	}
	return s, persist(ctx, s.check)
}

// CheckResults finds what is wrong with a place of results. Nothing is contacted.
func CheckResults(results string, getenv func(string) string) error {
	if results == "" {
		return nil
	}
	_, err := openS3(results, "", getenv)
	return err
}

// Credentials are the variables by which runners reach the store of results; none for ConfigMaps, and where a cloud gives pods their credentials.
func Credentials(results string, getenv func(string) string) map[string][]byte {
	variables := map[string][]byte{}
	if results == "" {
		return variables
	}
	for _, name := range s3Variables {
		if value := getenv(name); value != "" {
			variables[name] = []byte(value)
		}
	}
	return variables
}
