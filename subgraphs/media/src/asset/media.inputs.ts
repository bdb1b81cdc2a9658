import { severalLines } from '@emporium/graphql/input/single-line';
import { MEDIA_WIDTHS } from '@emporium/media-events/media-url';
import GraphQLUpload from 'graphql-upload/GraphQLUpload.mjs';
import type { FileUpload } from 'graphql-upload/processRequest.mjs';
import { ArgsType, Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { z } from 'zod';

export enum ImageFormat {
  AVIF = 'AVIF',
  WEBP = 'WEBP',
  JPEG = 'JPEG',
  PNG = 'PNG',
}
registerEnumType(ImageFormat, {
  name: 'ImageFormat',
  description: 'Format of a served image.',
  valuesConfig: {
    AVIF: { description: 'Smallest files; not every old browser shows it.' },
    WEBP: { description: 'Small files, shown by all current browsers.' },
    JPEG: { description: 'Photos for every client.' },
    PNG: { description: 'Without loss.' },
  },
});

export enum ImageFit {
  COVER = 'COVER',
  CONTAIN = 'CONTAIN',
  INSIDE = 'INSIDE',
}
registerEnumType(ImageFit, {
  name: 'ImageFit',
  description: 'How an image is fitted.',
  valuesConfig: {
    COVER: { description: 'Fills a square, cut at the edges.' },
    CONTAIN: { description: 'Whole inside a square, with a white border.' },
    INSIDE: { description: 'Keeps its shape, as wide as asked.' },
  },
});

@InputType('ImageTransform', { description: 'How an image is wanted.' })
export class ImageTransform {
  @Field(() => Int, {
    nullable: true,
    description: `Width in pixels; snaps up to one of ${MEDIA_WIDTHS.join(', ')}.`,
  })
  width?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Height in pixels; counts only without a width.',
  })
  height?: number | null;
  @Field(() => ImageFit, {
    defaultValue: ImageFit.INSIDE,
    nullable: true,
    description: 'How the image is fitted.',
  })
  fit?: ImageFit | null;
  @Field(() => ImageFormat, { nullable: true, description: 'Format; WebP when left out.' })
  format?: ImageFormat | null;
}

/** The rule of the text for those who cannot see the image. */
export const altRule = z.object({ alt: severalLines('alt', 500).nullish() });

@ArgsType()
export class MediaUploadArgs {
  @Field(() => GraphQLUpload, { description: 'The image, sent as multipart request.' })
  file!: Promise<FileUpload>;
  @Field(() => String, {
    nullable: true,
    description: 'Text for those who cannot see the image, up to 500 characters.',
  })
  alt?: string | null;
}
@ArgsType()
export class AvatarUploadArgs {
  @Field(() => GraphQLUpload, { description: 'The picture, sent as multipart request.' })
  file!: Promise<FileUpload>;
}
@ArgsType()
export class MediaAssetUpdateArgs {
  @Field(() => ID, { description: 'The asset.' })
  id!: string;
  @Field(() => String, {
    nullable: true,
    description: 'New text for those who cannot see the image, up to 500 characters.',
  })
  alt?: string | null;
}
@ArgsType()
export class MediaDeleteArgs {
  @Field(() => ID, { description: 'The asset.' })
  id!: string;
}
