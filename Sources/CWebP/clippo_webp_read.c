#include <string.h>
#include <webp/decode.h>

#include "clippo_webp.h"

static const char *sentence(VP8StatusCode status) {
  switch (status) {
    case VP8_STATUS_OK:
      return NULL;
    case VP8_STATUS_OUT_OF_MEMORY:
      return "out of memory";
    case VP8_STATUS_BITSTREAM_ERROR:
      return "its data make no sense";
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      return "it uses a feature that libwebp does not know";
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
      return "the data end too early";
    default:
      return "libwebp refused it";
  }
}

const char *clippo_webp_read_header(clippo_webp_header *header, const uint8_t *bytes, size_t count) {
  WebPBitstreamFeatures found;
  VP8StatusCode status = WebPGetFeatures(bytes, count, &found);
  if (status != VP8_STATUS_OK) return sentence(status);
  *header = (clippo_webp_header){(uint32_t)found.width, (uint32_t)found.height, found.has_alpha ? 4 : 3,
                                 found.has_animation};
  return NULL;
}

/// Has libwebp write into our memory, scaled where `target` has another size than the file.
static const char *prepare(WebPDecoderConfig *config, uint8_t *pixels, clippo_webp_header target, const uint8_t *bytes,
                           size_t count) {
  if (!WebPInitDecoderConfig(config)) return "libwebp could not start: it was built for another version";
  VP8StatusCode status = WebPGetFeatures(bytes, count, &config->input);
  if (status != VP8_STATUS_OK) return sentence(status);
  const size_t stride = (size_t)target.width * target.channels;
  config->output.colorspace = target.channels == 4 ? MODE_RGBA : MODE_RGB;
  config->output.is_external_memory = 1;
  config->output.u.RGBA.rgba = pixels;
  config->output.u.RGBA.stride = (int)stride;
  config->output.u.RGBA.size = stride * target.height;
  config->options.use_scaling =
      (int)target.width != config->input.width || (int)target.height != config->input.height;
  config->options.scaled_width = (int)target.width;
  config->options.scaled_height = (int)target.height;
  return NULL;
}

const char *clippo_webp_read_pixels(uint8_t *pixels, clippo_webp_header target, const uint8_t *bytes, size_t count) {
  WebPDecoderConfig config;
  const char *refusal = prepare(&config, pixels, target, bytes, count);
  return refusal ? refusal : sentence(WebPDecode(bytes, count, &config));
}

const char *clippo_webp_read_rows(uint8_t *pixels, int *damaged, clippo_webp_header target, const uint8_t *bytes,
                                  size_t count) {
  WebPDecoderConfig config;
  const char *refusal = prepare(&config, pixels, target, bytes, count);
  if (refusal) return refusal;
  memset(pixels, 255, config.output.u.RGBA.size);
  WebPIDecoder *decoder = WebPIDecode(NULL, 0, &config);
  if (!decoder) return "out of memory";
  const VP8StatusCode status = WebPIUpdate(decoder, bytes, count);
  int rows = 0;
  const int begun = WebPIDecGetRGB(decoder, &rows, NULL, NULL, NULL) != NULL;
  WebPIDelete(decoder);
  *damaged = status != VP8_STATUS_OK;
  return status == VP8_STATUS_OK || (begun && rows > 0) ? NULL : sentence(status);
}
