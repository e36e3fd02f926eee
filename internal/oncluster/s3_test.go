package oncluster

import (
	"bytes"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"
)

// s3Server starts `rclone serve s3`, with its objects in memory, and returns its environment variables.
func s3Server(t *testing.T) (env map[string]string) {
	t.Helper()
	env = map[string]string{"AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "a long secret"}
	s := gofakes3.New(s3mem.New(), gofakes3.WithV4Auth(map[string]string{env["AWS_ACCESS_KEY_ID"]: env["AWS_SECRET_ACCESS_KEY"]}))
	here := httptest.NewServer(s.Server())
	t.Cleanup(here.Close)
	env["AWS_ENDPOINT_URL"] = here.URL
	return env
}

// TestResultsInABucket: results are read as they were written, results of another run are not touched, and nothing is left at
// the end.
func TestResultsInABucket(t *testing.T) {
	env := s3Server(t)
	getenv := func(name string) string { return env[name] }
	one, err := openS3("s3://results/of/tests", "one", getenv)
	if err != nil {
		t.Fatal(err)
	}
	if err := one.check(t.Context()); !errors.As(err, new(refused)) || !strings.Contains(err.Error(), "there is no bucket results") {
		t.Errorf("without the bucket: %v", err)
	}
	if err := one.client.MakeBucket(t.Context(), "results", minio.MakeBucketOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := one.check(t.Context()); err != nil {
		t.Fatal(err)
	}
	other, err := openS3("s3://results/of/tests", "other", getenv)
	if err != nil {
		t.Fatal(err)
	}
	for size, name := range map[int]string{0: "none", 1: "small", 20 << 20: "large"} {
		data := noise(size)
		for _, s := range []InS3{one, other} {
			if err := s.Put(t.Context(), name, data); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := one.Get(t.Context(), name); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes: %d, %v", size, len(got), err)
		}
	}
	if err := one.Delete(t.Context(), "small"); err != nil {
		t.Error(err)
	}
	if _, err := one.Get(t.Context(), "small"); !errors.As(err, new(refused)) {
		t.Errorf("what was deleted: %v", err)
	}
	if err := one.Clear(t.Context(), []string{"large", "none", "never there"}); err != nil {
		t.Error(err)
	}
	if _, err := one.Get(t.Context(), "large"); !errors.As(err, new(refused)) {
		t.Errorf("at the end: %v", err)
	}
	if _, err := other.Get(t.Context(), "large"); err != nil {
		t.Errorf("of another run: %v", err)
	}
}

// TestABucketThatMayNotBeUsed: missing permissions are an error without retries.
func TestABucketThatMayNotBeUsed(t *testing.T) {
	env := s3Server(t)
	env["AWS_SECRET_ACCESS_KEY"] = "another one"
	s, err := openS3("s3://results", "one", func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	if err := persist(t.Context(), s.check); !errors.As(err, new(refused)) || !strings.Contains(err.Error(), "bucket results at "+env["AWS_ENDPOINT_URL"]) {
		t.Errorf("%v", err)
	}
}

// TestPlacesOfResults: the location must be a bucket, and the endpoint a URL.
func TestPlacesOfResults(t *testing.T) {
	none := func(string) string { return "" }
	for _, right := range []string{"", "s3://bucket", "s3://bucket/", "s3://bucket/a/b"} {
		if err := CheckResults(right, none); err != nil {
			t.Errorf("%q: %v", right, err)
		}
	}
	for _, wrong := range []string{"bucket", "s3:", "s3://", "https://bucket", "s3://user@bucket", "s3://bucket?x=y"} {
		if err := CheckResults(wrong, none); err == nil || !strings.Contains(err.Error(), "s3://BUCKET/PREFIX") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	bad := func(name string) string { return map[string]string{"AWS_ENDPOINT_URL": "host:9000"}[name] }
	if err := CheckResults("s3://bucket", bad); err == nil || !strings.Contains(err.Error(), "AWS_ENDPOINT_URL") {
		t.Errorf("an endpoint without a scheme: %v", err)
	}
}
