package oncluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// s3Variables are the environment variables for the endpoint and the credentials of an S3-compatible store, as used by the AWS
// tools.
var s3Variables = []string{"AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}

const (
	s3Scheme = "s3"
	// defaultEndpoint is that of AWS.
	defaultEndpoint = "https://s3.amazonaws.com"
	// mostInS3 is the maximum size of a result in a bucket.
	mostInS3 = 256 << 20
)

// InS3 is a bucket of an S3-compatible store.
type InS3 struct {
	client         *minio.Client
	bucket, prefix string
}

// place is a bucket and a prefix for the names in it.
type place struct{ bucket, prefix string }

// parsePlace parses s3://BUCKET/PREFIX.
func parsePlace(results string) (place, error) {
	u, err := url.Parse(results)
	if err != nil || u.Scheme != s3Scheme || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return place{}, fmt.Errorf("%q is not the place of a bucket: write s3://BUCKET or s3://BUCKET/PREFIX", results)
	}
	return place{u.Host, strings.Trim(u.Path, "/")}, nil
}

// openS3 opens the bucket for a run.
func openS3(results, run string, getenv func(string) string) (InS3, error) {
	at, err := parsePlace(results)
	if err != nil {
		return InS3{}, err
	}
	endpoint := getenv("AWS_ENDPOINT_URL")
	if endpoint == "" {
		endpoint = defaultEndpoint
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return InS3{}, fmt.Errorf("AWS_ENDPOINT_URL=%s is not an address: write https://HOST or https://HOST:PORT", endpoint)
	}
	client, err := minio.New(u.Host, &minio.Options{Creds: credentialsOf(getenv), Secure: u.Scheme == "https", Region: getenv("AWS_REGION")})
	if err != nil {
		return InS3{}, fmt.Errorf("make a client for %s: %w", endpoint, err)
	}
	return InS3{client: client, bucket: at.bucket, prefix: path.Join(at.prefix, "gherkind-"+run)}, nil
}

// credentialsOf returns the credentials from the environment, or else those that a cloud provides to the machine or pod.
func credentialsOf(getenv func(string) string) *credentials.Credentials {
	if key := getenv("AWS_ACCESS_KEY_ID"); key != "" {
		return credentials.NewStaticV4(key, getenv("AWS_SECRET_ACCESS_KEY"), getenv("AWS_SESSION_TOKEN"))
	}
	return credentials.NewIAM("")
}

// check finds out before the run whether the bucket exists and can be used.
func (s InS3) check(ctx context.Context) error {
	there, err := s.client.BucketExists(ctx, s.bucket)
	if err != nil {
		return fmt.Errorf("look for bucket %s at %s: %w", s.bucket, s.client.EndpointURL(), s3Error(err))
	}
	if !there {
		return refused{fmt.Errorf("there is no bucket %s at %s: create it, or name another one with --results", s.bucket, s.client.EndpointURL())}
	}
	return nil
}

func (s InS3) key(name string) string { return s.prefix + "/" + name }

// Most implements [Store].
func (InS3) Most() int { return mostInS3 }

// Put implements [Store].
func (s InS3) Put(ctx context.Context, name string, data []byte) error {
	_, err := s.client.PutObject(ctx, s.bucket, s.key(name), bytes.NewReader(data), int64(len(data)), minio.PutObjectOptions{ContentType: "application/gzip"})
	return s3Error(err)
}

// Get implements [Store].
func (s InS3) Get(ctx context.Context, name string) ([]byte, error) {
	object, err := s.client.GetObject(ctx, s.bucket, s.key(name), minio.GetObjectOptions{})
	if err != nil {
		return nil, s3Error(err)
	}
	data, err := io.ReadAll(io.LimitReader(object, mostInS3+1))
	return data, errors.Join(s3Error(err), object.Close())
}

// Delete implements [Store].
func (s InS3) Delete(ctx context.Context, name string) error {
	return s3Error(s.client.RemoveObject(ctx, s.bucket, s.key(name), minio.RemoveObjectOptions{}))
}

// Clear implements [Store].
func (s InS3) Clear(ctx context.Context, names []string) error {
	var errs []error
	for _, name := range names {
		errs = append(errs, persist(ctx, func(ctx context.Context) error { return s.Delete(ctx, name) }))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("remove the results from bucket %s: %w", s.bucket, err)
	}
	return nil
}

// refused is an error of the store for which a retry is useless.
type refused struct{ error }

func (r refused) Unwrap() error { return r.error }

// s3Error marks errors for which a retry is useless as refused.
func s3Error(err error) error {
	if err == nil {
		return nil
	}
	switch code := minio.ToErrorResponse(err).StatusCode; {
	case code == http.StatusRequestTimeout, code == http.StatusTooManyRequests:
	case code >= http.StatusBadRequest && code < http.StatusInternalServerError:
		return refused{err}
	}
	return err
}
